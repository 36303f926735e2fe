#!/usr/bin/env bash
# People walking through the portal in a real browser: journeys.sh [playwright options]
# The binary is the one that the tests before it built, with the site in it.
. "$(dirname "$0")/common.sh"

cargo build --workspace --exclude lectern-frontend --locked --tests --bins
export LECTERN_BIN=$CARGO_TARGET_DIR/debug/lectern
[ $# -gt 0 ] || export LECTERN_WHOLE_RUN=1
cd end2end
exec npx playwright test "$@"
