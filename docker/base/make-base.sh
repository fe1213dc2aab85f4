#!/usr/bin/env bash
# Makes the base image (Debian with a Java 17 runtime) out of Debian's own packages, for hosts that reach no registry
# of images. Where one is reached, any image with bash and a Java 17 runtime serves as well: see docker/images.sh.
#
#   docker/base/make-base.sh [--force]
#
#   SOP_BASE_IMAGE     name of the image                     (default sop-base:bookworm)
#   SOP_DEBIAN_MIRROR  mirror, if not the one of this host's apt
#   SOP_DEBIAN_SECURITY_MIRROR  the same for security updates (with SOP_DEBIAN_MIRROR only; optional)
set -euo pipefail

suite=bookworm # the Debian release that carries Java 17
image=${SOP_BASE_IMAGE:-sop-base:bookworm}

say() { printf 'make-base: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

force=no
case "${1:-}" in
  '') ;;
  --force) force=yes ;;
  -h | --help) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
  *) die "unknown argument '$1' (only --force)" ;;
esac

docker info >/dev/null 2>&1 || die "no Docker daemon answers; docker/host/prepare.sh starts one"
if [[ $force = no ]] && docker image inspect "$image" >/dev/null 2>&1; then
  say "$image is there"
  exit 0
fi
[[ $(id -u) = 0 ]] || die "debootstrap must run as root"
for tool in debootstrap unshare apt-get apt-config; do
  command -v "$tool" >/dev/null || die "$tool is missing; docker/host/prepare.sh installs what is needed"
done

# The package sources: the operator's word, else what this host's own apt uses for that release.
sources=()
if [[ -n ${SOP_DEBIAN_MIRROR:-} ]]; then
  mirror=$SOP_DEBIAN_MIRROR
  sources=("deb $mirror $suite main" "deb $mirror $suite-updates main")
  if [[ -n ${SOP_DEBIAN_SECURITY_MIRROR:-} ]]; then
    sources+=("deb $SOP_DEBIAN_SECURITY_MIRROR $suite-security main")
  fi
else
  mirror=
  while read -r uri codename component origin; do
    [[ $origin = Debian && $component = main ]] || continue
    case $codename in
      "$suite") mirror=$uri ;;
      "$suite-updates" | "$suite-security") ;;
      *) continue ;;
    esac
    sources+=("deb $uri $codename $component")
  done < <(apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT) $(ORIGIN)' 'Identifier: Packages' | sort -u)
  [[ -n $mirror ]] || die "this host's apt knows no Debian $suite (after 'apt-get update'); set SOP_DEBIAN_MIRROR to a Debian mirror"
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/sop-base.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
root=$work/root
log=$work/log

step() { # step "what is done" command…
  say "$1 …"
  if ! "${@:2}" >"$log" 2>&1; then
    tail -n 25 "$log" >&2
    die "failed: $1"
  fi
}

# How this host's apt goes out (proxy, tolerated clock) holds for the build as well, but does not stay in the image.
{ apt-config dump | grep -E '^Acquire::(https?::Proxy|Check-Date|Check-Valid-Until|ForceIPv[46]) ' || true; } >"$work/apt-way-out"
proxy=$(sed -nE 's/^Acquire::http::Proxy "(.+)";$/\1/p' "$work/apt-way-out")
[[ -z $proxy ]] || export http_proxy=$proxy

step "debootstrap $suite" debootstrap --variant=minbase --include=ca-certificates "$suite" "$root" "$mirror"

printf '%s\n' "${sources[@]}" >"$root/etc/apt/sources.list"
cp "$work/apt-way-out" "$root/etc/apt/apt.conf.d/00-way-out"
cat >"$root/etc/apt/apt.conf.d/90-image" <<'APT'
APT::Install-Recommends "false";
Acquire::Languages "none";
Acquire::Retries "3";
APT
cat >"$root/etc/dpkg/dpkg.cfg.d/90-image" <<'DPKG'
path-exclude=/usr/share/man/*
path-exclude=/usr/share/locale/*
path-exclude=/usr/share/doc/*
path-include=/usr/share/doc/*/copyright
DPKG
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" # no package may start a service in here
chmod +x "$root/usr/sbin/policy-rc.d"

# A mount and process namespace of its own: nothing stays mounted, whatever happens.
inside() {
  unshare --mount --pid --fork --mount-proc="$root/proc" \
    chroot "$root" /usr/bin/env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"
}
step "apt-get update" inside apt-get update
step "security updates" inside apt-get -y dist-upgrade
step "Java 17" inside apt-get -y install openjdk-17-jre-headless tzdata
# The folders of the manual stay: packages that are installed later want to link into them.
step "clean up" inside sh -c 'apt-get clean && rm -rf /var/lib/apt/lists/* /var/log/*.log /var/log/apt/* /var/cache/debconf/*-old \
  && find /usr/share/man /usr/share/locale ! -type d -delete \
  && mkdir -p /usr/share/man/man1 /usr/share/man/man7 /usr/share/man/man8 \
  && find /usr/share/doc -type f ! -name copyright -delete'
rm -f "$root/etc/apt/apt.conf.d/00-way-out" "$root/etc/hostname"
: >"$root/etc/resolv.conf"

candidate=sop-base-candidate:$$
import() {
  tar -C "$root" --numeric-owner --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' --exclude='./tmp/*' -c . |
    docker import --change 'ENV LANG=C.UTF-8' --change 'CMD ["bash"]' - "$candidate"
}
step "docker import" import
step "try it" docker run --rm "$candidate" java -version
docker tag "$candidate" "$image"
docker rmi "$candidate" >/dev/null
say "$image: $(docker image inspect --format '{{.Size}}' "$image" | awk '{printf "%.0f MB", $1 / 1e6}')"
