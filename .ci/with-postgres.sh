#!/usr/bin/env bash
# Runs a command beside a throw-away PostgreSQL cluster on the loopback address and removes the cluster afterwards.
#   with-postgres.sh [--durable] COMMAND…     --durable keeps fsync on, for measuring
# The command finds it in LECTERN_TEST_DATABASE_URL.
. "$(dirname "$0")/common.sh"

# Tests keep nothing: where the machine lends enough memory as files, they do not wait for a disk.
settings="-c max_connections=300 -c shared_buffers=256MB -c listen_addresses=127.0.0.1"
place=${TMPDIR:-/tmp}
if [ "${1:-}" = --durable ]; then
  shift
else
  settings+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
  free=$(df --output=avail -m /dev/shm 2>/dev/null | tail -n 1) || free=0
  [ "${free:-0}" -lt 6000 ] || place=/dev/shm
fi

bin=$(.ci/postgres-bin.sh)
folder=$(mktemp -d -p "$place")
as=()
if [ "$(id -u)" = 0 ]; then # initdb refuses root
  user=postgres
  id -u "$user" >/dev/null 2>&1 || user=nobody
  chown "$user" "$folder"
  as=(setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups --)
fi
pg() { (cd "$folder" && "${as[@]}" "$bin/$1" "${@:2}"); }

trap 'pg pg_ctl -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

pg initdb -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$folder/initdb.log" ||
  fail "initdb failed: $(tail -3 "$folder/initdb.log")"
for _ in 1 2 3 4 5 6 7 8; do # a port may be taken: try another
  port=$((15000 + RANDOM % 16000))
  if pg pg_ctl -D "$folder/data" -w -l "$folder/log" -o "-p $port -k $folder $settings" start >/dev/null 2>&1; then
    started=yes
    break
  fi
done
[ "${started:-}" = yes ] || fail "PostgreSQL did not start: $(tail -5 "$folder/log")"
pg createdb -h 127.0.0.1 -p "$port" -U postgres lectern

LECTERN_TEST_DATABASE_URL=postgres://postgres@127.0.0.1:$port/lectern "$@"
