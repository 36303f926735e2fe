#!/usr/bin/env bash
# make test: the whole gate, with its set-up. The same at home and in CI.
. "$(dirname "$0")/common.sh"
tests=(cargo test --workspace --exclude lectern-frontend --locked --no-fail-fast)
export INSTA_UPDATE=no

plan 7
step "set-up" .ci/setup.sh
step "what the browser loads" .ci/site.sh
step "sources" .ci/lint.sh
step "player" npm test --silent --prefix frontend
step "tests on SQLite" "${tests[@]}"
step "tests on PostgreSQL" .ci/with-postgres.sh "${tests[@]}"
step "journeys" .ci/journeys.sh
printf '\nThe gate is passed: %d s.\n' "$SECONDS"
