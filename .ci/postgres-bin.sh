#!/usr/bin/env bash
# Prints the folder that holds initdb and pg_ctl; Debian keeps it out of PATH. Fails where there is none.
set -euo pipefail

newest=$(find /usr/lib/postgresql /usr/local/pgsql -name initdb 2>/dev/null | sort -V | tail -1) || true
initdb=${newest:-$(command -v initdb)}
dirname "$(readlink -f "$initdb")"
