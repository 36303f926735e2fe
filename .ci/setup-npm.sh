#!/usr/bin/env bash
# npm's packages, exactly as the lock files say: setup-npm.sh FOLDER… ; again only when a lock file changed.
. "$(dirname "$0")/common.sh"
command -v npm >/dev/null || fail "Node.js 20 or newer, with npm, is needed"

for folder in "$@"; do
  now=$(cat "$folder/package.json" "$folder/package-lock.json" | sha256sum)
  stamp=$folder/node_modules/.lectern-stamp
  if [ "$now" = "$(cat "$stamp" 2>/dev/null)" ]; then
    say "$folder: packages are there"
  else
    say "$folder: npm ci"
    npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error
    printf '%s\n' "$now" >"$stamp"
  fi
done
