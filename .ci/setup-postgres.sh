#!/usr/bin/env bash
# PostgreSQL's own programs, for throw-away clusters (with-postgres.sh): no running service is used or touched.
. "$(dirname "$0")/common.sh"

if .ci/postgres-bin.sh >/dev/null; then
  say "PostgreSQL is there"
else
  debian_install postgresql
fi
