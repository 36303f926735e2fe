#!/usr/bin/env bash
# make run: from a clone to the running portal. The first time takes minutes, the next seconds.
. "$(dirname "$0")/common.sh"

plan 5
step "the browser's compile target and wasm-bindgen" .ci/setup-wasm.sh
step "the browser's packages" .ci/setup-npm.sh frontend
step "what the browser loads" .ci/site.sh
step "the server (the longest, the first time)" cargo build --release -p lectern-server
printf '\n── 5/5 starting; stop with Ctrl-C\n'
exec "$CARGO_TARGET_DIR/release/lectern" serve "$@"
