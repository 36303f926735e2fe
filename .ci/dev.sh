#!/usr/bin/env bash
# make dev: an unoptimized portal that is built and started again whenever a source changes.
. "$(dirname "$0")/common.sh"
export LECTERN_WASM_PROFILE=dev
.ci/setup-wasm.sh
.ci/setup-npm.sh frontend

portal=
stop() { [ -z "$portal" ] || { kill "$portal" && wait "$portal"; } 2>/dev/null || true; }
trap stop EXIT
trap 'exit 0' INT TERM

seen=$(mktemp)
changed() {
  find Cargo.toml Cargo.lock app server frontend migrations style \
    -name node_modules -prune -o -type f -newer "$seen" -print -quit
}
while true; do
  touch "$seen"
  if .ci/site.sh && cargo build -p lectern-server; then
    stop
    "$CARGO_TARGET_DIR/debug/lectern" serve "$@" &
    portal=$!
  fi
  until [ -n "$(changed)" ]; do sleep 1; done
done
