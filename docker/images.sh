#!/usr/bin/env bash
# Builds the engine: the jar with Maven, then the image. Does nothing where the sources have not changed.
#
#   docker/images.sh [--jar-only] [--force]
#
#   SOP_ENGINE_IMAGE  name of the image                                   (default sop-engine:7.24.0)
#   SOP_BASE_IMAGE    what it stands on: any image with bash and Java 17  (default sop-base:bookworm,
#                     made by docker/base/make-base.sh where it is missing)
#   MAVEN_ARGS        further arguments for Maven, such as -o (work offline)
set -euo pipefail
self=$(realpath "$0")
cd "$(dirname "$self")/engine"

default_base=sop-base:bookworm
base=${SOP_BASE_IMAGE:-$default_base}
image=${SOP_ENGINE_IMAGE:-sop-engine:7.24.0}
jar=target/sop-engine.jar
label=org.sopworkers.sources
log=$(mktemp "${TMPDIR:-/tmp}/sop-images.XXXXXX")
trap 'rm -f "$log"' EXIT

say() { printf 'images: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

force=no jar_only=no
for argument in "$@"; do
  case "$argument" in
    --force) force=yes ;;
    --jar-only) jar_only=yes ;;
    -h | --help) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$self"; exit 0 ;;
    *) die "unknown argument '$argument' (--jar-only, --force)" ;;
  esac
done

hash_of() { find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-32; }

sources=$(hash_of pom.xml src)
if [[ $force = no && -f $jar && ! $jar -nt target/sources.sha256 && $(cat target/sources.sha256 2>/dev/null) = "$sources" ]]; then
  say "docker/engine/$jar is up to date"
else
  command -v mvn >/dev/null || die "Maven is missing (package maven), and so is an up-to-date docker/engine/$jar"
  say "docker/engine/$jar …"
  read -ra arguments <<<"${MAVEN_ARGS:-}"
  if ! MAVEN_ARGS='' mvn -q -B -Dstyle.color=never "${arguments[@]}" package -DskipTests >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    die "the Maven build failed"
  fi
  printf '%s\n' "$sources" >target/sources.sha256
fi
[[ $jar_only = no ]] || exit 0

docker info >/dev/null 2>&1 || die "no Docker daemon answers; docker/host/prepare.sh starts one (--jar-only needs none)"
if ! docker image inspect "$base" >/dev/null 2>&1; then
  if [[ $base = "$default_base" ]]; then
    ../base/make-base.sh
  else
    docker pull "$base" >&2 || die "the base image $base is neither here nor to be pulled"
  fi
fi
content="$sources-$(hash_of Dockerfile .dockerignore)-$(docker image inspect --format '{{.Id}}' "$base" | cut -d: -f2 | cut -c1-12)"
if [[ $force = no && $(docker image inspect --format "{{index .Config.Labels \"$label\"}}" "$image" 2>/dev/null) = "$content" ]]; then
  say "$image is up to date"
  exit 0
fi
say "$image …"
previous=$(docker image inspect --format '{{.Id}}' "$image" 2>/dev/null) || true
if ! docker build --build-arg "BASE=$base" --label "$label=$content" --tag "$image" . >"$log" 2>&1; then
  tail -n 30 "$log" >&2
  die "docker build failed"
fi
if [[ -n $previous && $previous != $(docker image inspect --format '{{.Id}}' "$image") ]]; then
  docker image rm "$previous" >/dev/null 2>&1 || true # unless a container still stands on it
fi
say "$image: $(docker image inspect --format '{{.Size}}' "$image" | awk '{printf "%.0f MB", $1 / 1e6}')"
