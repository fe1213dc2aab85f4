#!/usr/bin/env bash
# Builds the engines: each one's jar with Maven, then its image. Does nothing where the sources have not changed.
#
#   docker/images.sh [--jar-only] [--force] [camunda] [operaton]        (default: both engines)
#
#   SOP_ENGINE_IMAGE    name of Camunda's image                             (default sop-engine:7.24.0)
#   SOP_OPERATON_IMAGE  name of Operaton's image                            (default sop-engine:operaton-1.0.3)
#   SOP_BASE_IMAGE      what they stand on: any image with bash and Java 17 (default sop-base:bookworm,
#                       made by docker/base/make-base.sh where it is missing)
#   MAVEN_ARGS          further arguments for Maven, such as -o (work offline)
set -euo pipefail
self=$(realpath "$0")
cd "$(dirname "$self")/engine"

default_base=sop-base:bookworm
base=${SOP_BASE_IMAGE:-$default_base}
label=org.sopworkers.sources
log=$(mktemp "${TMPDIR:-/tmp}/sop-images.XXXXXX")
trap 'rm -f "$log"' EXIT

say() { printf 'images: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

force=no jar_only=no engines=()
for argument in "$@"; do
  case "$argument" in
    --force) force=yes ;;
    --jar-only) jar_only=yes ;;
    camunda | operaton) engines+=("$argument") ;;
    -h | --help) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$self"; exit 0 ;;
    *) die "unknown argument '$argument' (--jar-only, --force, camunda, operaton)" ;;
  esac
done
((${#engines[@]})) || engines=(camunda operaton)

declare -A image=(
  [camunda]=${SOP_ENGINE_IMAGE:-sop-engine:7.24.0}
  [operaton]=${SOP_OPERATON_IMAGE:-sop-engine:operaton-1.0.3}
)
declare -A target=([camunda]=target [operaton]=target/operaton) # as in pom.xml

hash_of() { find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-32; }

sources=$(hash_of pom.xml src)

build_jar() { # build_jar ENGINE
  local jar=${target[$1]}/sop-engine.jar built=${target[$1]}/sources.sha256 arguments
  if [[ $force = no && -f $jar && ! $jar -nt $built && $(cat "$built" 2>/dev/null) = "$sources" ]]; then
    say "docker/engine/$jar is up to date"
    return
  fi
  command -v mvn >/dev/null || die "Maven is missing (package maven), and so is an up-to-date docker/engine/$jar"
  say "docker/engine/$jar …"
  read -ra arguments <<<"${MAVEN_ARGS:-}"
  if ! MAVEN_ARGS='' mvn -q -B -Dstyle.color=never "${arguments[@]}" -P"$1" package -DskipTests >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    die "the Maven build failed"
  fi
  printf '%s\n' "$sources" >"$built"
}

build_image() { # build_image ENGINE
  local name=${image[$1]} content previous
  content="$1-$sources-$(hash_of Dockerfile .dockerignore)-$(docker image inspect --format '{{.Id}}' "$base" | cut -d: -f2 | cut -c1-12)"
  if [[ $force = no && $(docker image inspect --format "{{index .Config.Labels \"$label\"}}" "$name" 2>/dev/null) = "$content" ]]; then
    say "$name is up to date"
    return
  fi
  say "$name …"
  previous=$(docker image inspect --format '{{.Id}}' "$name" 2>/dev/null) || true
  if ! docker build --build-arg "BASE=$base" --build-arg "TARGET=${target[$1]}" --label "$label=$content" --tag "$name" . >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    die "docker build failed"
  fi
  if [[ -n $previous && $previous != $(docker image inspect --format '{{.Id}}' "$name") ]]; then
    docker image rm "$previous" >/dev/null 2>&1 || true # unless a container still stands on it
  fi
  say "$name: $(docker image inspect --format '{{.Size}}' "$name" | awk '{printf "%.0f MB", $1 / 1e6}')"
}

if [[ $jar_only = no ]]; then
  docker info >/dev/null 2>&1 || die "no Docker daemon answers; docker/host/prepare.sh starts one (--jar-only needs none)"
  if ! docker image inspect "$base" >/dev/null 2>&1; then
    if [[ $base = "$default_base" ]]; then
      ../base/make-base.sh
    else
      docker pull "$base" >&2 || die "the base image $base is neither here nor to be pulled"
    fi
  fi
fi
for engine in "${engines[@]}"; do # one after the other: should the second fail, the first is there
  build_jar "$engine"
  [[ $jar_only = yes ]] || build_image "$engine"
done
