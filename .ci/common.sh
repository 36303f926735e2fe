# shellcheck shell=bash
# Sourced by every script here: where things are, how progress is said, how a Debian package is fetched.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target}
[[ $CARGO_TARGET_DIR = /* ]] || CARGO_TARGET_DIR=$root/$CARGO_TARGET_DIR
site=${LECTERN_SITE_DIR:-$CARGO_TARGET_DIR/site}
export LECTERN_SITE_DIR=$site # server/build.rs looks there
LECTERN_TOOLS=${LECTERN_TOOLS:-$CARGO_TARGET_DIR/tools}
PATH=$LECTERN_TOOLS/bin:$PATH
export CARGO_TARGET_DIR LECTERN_TOOLS PATH

say() { printf '   %s\n' "$*"; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# plan N, then step TITLE COMMAND…: numbers the steps, times them, and names the one that failed.
plan() {
  steps=$1 at=0
  trap '[ $? = 0 ] || printf "\n✗ stopped at %s/%s: %s\n" "$at" "$steps" "${title:-start}" >&2' EXIT
}
step() {
  at=$((at + 1)) title=$1
  shift
  printf '\n── %d/%d %s\n' "$at" "$steps" "$title"
  local begun=$SECONDS
  "$@"
  say "$((SECONDS - begun)) s"
}

# The version of a crate as Cargo.lock has it.
locked() {
  awk -v name="name = \"$1\"" '$0 == name { getline; gsub(/version = |"/, ""); print; exit }' Cargo.lock
}

# cargo_tool CRATE VERSION BINARY: builds a tool once, into the tools folder. Unoptimized: that takes a third of the
# time to compile, and what the tools read here is small.
cargo_tool() {
  local crate=$1 version=$2 binary=$3
  if [[ "$("$LECTERN_TOOLS/bin/$binary" --version 2>/dev/null)" == *" $version" ]]; then
    say "$binary $version is there"
    return
  fi
  say "building $binary $version (a few minutes, once)"
  local install=(env CARGO_TARGET_DIR="$LECTERN_TOOLS/build" CARGO_PROFILE_DEV_DEBUG=0
    cargo install --quiet --debug --force --root "$LECTERN_TOOLS" --bin "$binary" "$crate@$version")
  # A registry mirror may lack the newest of what the tool's own lock file names.
  "${install[@]}" --locked 2>/dev/null || "${install[@]}"
  rm -rf "$LECTERN_TOOLS/build"
}

debian_install() {
  command -v apt-get >/dev/null || fail "please install by hand: $*"
  local as=()
  [ "$(id -u)" = 0 ] || as=(sudo)
  say "installing $*"
  "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null || say "the package lists are old"
  "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" >/dev/null
}
