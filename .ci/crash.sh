#!/usr/bin/env bash
# make crash: kill -9 during a mixed load, restart, and nothing is lost, half done or there twice; on SQLite and on
# PostgreSQL, where the portal is killed and the database lives on.
#   LECTERN_BENCH_ROUNDS=30 make crash     more rounds
#   LECTERN_BENCH_SEED=… make crash        the dice of an earlier run
. "$(dirname "$0")/common.sh"

plan 3
step "PostgreSQL" .ci/setup-postgres.sh
step "the portal and what drives it" cargo bench --profile dev -p lectern-server --bench crash --no-run
step "the crashes" .ci/with-postgres.sh cargo bench --quiet --profile dev -p lectern-server --bench crash
