#!/usr/bin/env bash
# Makes what `make faults` needs beside the engine's image: Debian's PostgreSQL, and the engine with a clock to step.
# Quick where nothing has changed, for Docker keeps the layers.
#
#   docker/faults/images.sh
#
#   SOP_BASE_IMAGE    what PostgreSQL stands on  (default sop-base:bookworm, see docker/base/make-base.sh)
#   SOP_ENGINE_IMAGE  the engine                 (default sop-engine:7.24.0, see docker/images.sh)
set -euo pipefail
cd "$(dirname "$0")"

case "${1:-}" in
  '') ;;
  -h | --help) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
  *) printf "images: unknown argument '%s'\n" "$1" >&2; exit 1 ;;
esac

log=$(mktemp "${TMPDIR:-/tmp}/sop-fault-images.XXXXXX")
trap 'rm -f "$log"' EXIT

base=${SOP_BASE_IMAGE:-sop-base:bookworm}

build() { # build NAME DOCKERFILE [ARGUMENT]
  if ! docker build --build-arg "BASE=$base" ${3:+--build-arg "$3"} --tag "$1" --file "$2" . >"$log" 2>&1; then
    tail -n 25 "$log" >&2
    printf 'images: %s could not be built\n' "$1" >&2
    exit 1
  fi
  printf 'images: %s is there\n' "$1" >&2
}

build sop-postgres:15 postgres.Dockerfile
build sop-engine-clock:7.24.0 engine-clock.Dockerfile "ENGINE=${SOP_ENGINE_IMAGE:-sop-engine:7.24.0}"
