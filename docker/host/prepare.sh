#!/usr/bin/env bash
# Prepares a Debian host for the tests in containers, in a browser and on PostgreSQL: installs what is missing, starts
# a Docker daemon where none answers. Does nothing on a host that is ready.
#
#   docker/host/prepare.sh [--no-daemon]
#
#   SOP_HOST_STATE    where the daemon's log and process id go  (default .sop/host in the repository)
#   SOP_DOCKERD_ARGS  further arguments for dockerd
#   SOP_DOCKERD_WAIT  seconds until it must answer              (default 60)
set -euo pipefail

repository=$(cd "$(dirname "$0")/../.." && pwd)
state=${SOP_HOST_STATE:-$repository/.sop/host}
deadline=${SOP_DOCKERD_WAIT:-60}

say() { printf 'prepare: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

daemon=yes
case "${1:-}" in
  '') ;;
  --no-daemon) daemon=no ;;
  -h | --help) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
  *) die "unknown argument '$1' (only --no-daemon)" ;;
esac
mkdir -p "$state"

# --- packages -------------------------------------------------------------------------------------------------------
has() { command -v "$1" >/dev/null 2>&1; }
installed() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) = installed ]]; }

missing=()
has dockerd || missing+=(docker.io)
has iptables || missing+=(iptables)
has debootstrap || missing+=(debootstrap)
has chromium || missing+=(chromium)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
has mvn || missing+=(maven)
has javac || missing+=(openjdk-17-jdk-headless)
installed fonts-noto-cjk || missing+=(fonts-noto-cjk)         # Chinese on the pages that the browser tests look at
installed ca-certificates || missing+=(ca-certificates)

if ((${#missing[@]})); then
  has apt-get || die "missing: ${missing[*]}; this script installs Debian packages only"
  [[ $(id -u) = 0 ]] || die "missing: ${missing[*]}; run as root to have them installed"
  export DEBIAN_FRONTEND=noninteractive
  apt() { apt-get -qq -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" </dev/null; }
  for attempt in 1 2 3; do
    say "installing ${missing[*]} (attempt $attempt) …"
    if apt update >"$state/apt.log" 2>&1 && apt install --no-install-recommends "${missing[@]}" >>"$state/apt.log" 2>&1; then
      break
    fi
    if ((attempt == 3)); then
      tail -n 25 "$state/apt.log" >&2
      die "apt-get could not install: ${missing[*]}"
    fi
    sleep 10
  done
fi
[[ $daemon = yes ]] || exit 0

# --- daemon ---------------------------------------------------------------------------------------------------------
answers() { timeout 10 docker info >/dev/null 2>&1; }

if answers; then
  say "a Docker daemon answers"
  exit 0
fi
[[ -z ${DOCKER_HOST:-} ]] || die "no Docker daemon answers at DOCKER_HOST=$DOCKER_HOST"
[[ $(id -u) = 0 ]] || die "no Docker daemon answers; run as root to have one started"

# A daemon that was killed leaves process ids behind. Where another process has such an id by now (or the dead one was
# never reaped), dockerd would refuse to start, or wait for a containerd that is none.
forget_if_dead() { # forget_if_dead program file
  local executable
  [[ -f $2 ]] || return 0
  executable=$(readlink "/proc/$(cat "$2")/exe" 2>/dev/null) || true
  [[ ${executable##*/} = "$1" ]] || rm -f "$2"
}
forget_if_dead dockerd /var/run/docker.pid
forget_if_dead containerd /var/run/docker/containerd/containerd.pid

log=$state/dockerd.log
read -ra arguments <<<"${SOP_DOCKERD_ARGS:-}"
say "starting dockerd, log in $log …"
setsid dockerd "${arguments[@]}" >"$log" 2>&1 </dev/null &
pid=$!
printf '%s\n' "$pid" >"$state/dockerd.pid"
for ((waited = 0; waited < deadline * 2; waited++)); do
  if answers; then
    say "dockerd answers (process $pid)"
    exit 0
  fi
  kill -0 "$pid" 2>/dev/null || break
  sleep 0.5
done
tail -n 25 "$log" >&2
if kill -0 "$pid" 2>/dev/null; then
  kill "$pid"
  reason="did not answer within $deadline s"
else
  reason="ended"
fi
rm -f "$state/dockerd.pid"
die "dockerd $reason; the end of its log is above"
