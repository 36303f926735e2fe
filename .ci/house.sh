#!/usr/bin/env bash
# The rules of the house that no compiler holds. Every problem is said, then the check fails.
. "$(dirname "$0")/common.sh"
bad=0
# refuse SENTENCE LINES: complains when there are any lines.
refuse() {
  [ -n "$2" ] || return 0
  printf 'error: %s\n%s\n' "$1" "$(head -20 <<<"$2" | sed 's/^/  /')" >&2
  bad=1
}
search() { git grep --untracked -nE "$@" || true; }
files() { git ls-files -co --exclude-standard "$@" | while read -r file; do [ ! -f "$file" ] || echo "$file"; done; }

rooms='Cargo.lock Cargo.toml Makefile README.md app end2end frontend migrations server style'
top=$(files | cut -d/ -f1 | grep -v '^\.' | LC_ALL=C sort -u | xargs)
[ "$top" = "$rooms" ] || refuse "the top level holds the eight rooms, Cargo.lock and Makefile only" "$top"

sqlite=$(awk '/^name = "libsqlite3-sys"/ { getline; print $3 }' Cargo.lock | tr -d '"')
[[ $sqlite =~ ^0\.(3[7-9]|[4-9][0-9])\.[0-9]+$ ]] ||
  refuse "libsqlite3-sys must be one version, 0.37 or newer (older SQLite can corrupt its WAL)" "${sqlite:-none}"

refuse "one TLS only: rustls" "$(grep -nE '^name = "(openssl|openssl-sys|native-tls)"' Cargo.lock || true)"

areas=$(git grep --untracked -lF '<textarea' -- 'app/src/**.rs' || true)
[ "$(grep -c . <<<"$areas")" -le 1 ] || refuse "<textarea> belongs in one component" "$areas"

refuse "paths of one machine do not belong in the repository" \
  "$(search '(^|[^[:alnum:]_.*~}-])/(root|home|work|tmp)/' -- ':!*.lock' ':!*package-lock.json')"

tests=$(files -- '*.rs' | while read -r file; do
  awk -v whole="$([[ $file == */tests/* ]] && echo 1)" '
    /#\[cfg\(test\)\]/ { inside = 1 }
    (inside || whole) && /sleep\(/ { print FILENAME ":" FNR ": " $0 }' "$file"
done)
refuse "no test sleeps: move the Clock, or wait for what should happen" "$tests"

refuse "a page loads nothing from other hosts" "$(
  search 'url\(.?(https?:)?//|@import .?(https?:)?//' -- style 'app/**.css' 'frontend/**.css'
  search '(src|srcset|poster)=.?.?(https?:)?//|<link[^>]*href=.?.?(https?:)?//|(import|fetch)\(.(https?:)?//' -- app frontend
)"

long=$(files -- '*.rs' '*.ts' '*.mjs' '*.css' '*.sh' '*.py' | xargs -r wc -l |
  awk '$2 != "total" && $1 > 300 { print $1 " lines: " $2 }' | sort -rn)
[ -z "$long" ] || printf 'warning: longer than 300 lines, look twice:\n%s\n' "$long"

[ "$bad" = 0 ] || exit 1
say "the house is in order"
