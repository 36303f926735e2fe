#!/usr/bin/env bash
# make bench: the release build against the limit measured in the same run, on SQLite and on a durable PostgreSQL.
#   BENCH_QUICK=1 make bench     a short run, to see that it works
#   .ci/bench.sh a g             only these figures, by their letters (server/benches/portal/main.rs)
. "$(dirname "$0")/common.sh"

plan 5
step "the browser's compile target and wasm-bindgen" .ci/setup-wasm.sh
step "the browser's packages" .ci/setup-npm.sh frontend
step "PostgreSQL" .ci/setup-postgres.sh
step "what the browser loads" .ci/site.sh
step "the measurements" .ci/with-postgres.sh --durable cargo bench -p lectern-server --bench portal -- "$@"
