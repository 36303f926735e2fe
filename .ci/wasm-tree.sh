#!/usr/bin/env bash
# What the browser loads holds no native crate.
. "$(dirname "$0")/common.sh"
native='tokio|sea-orm|sqlx|axum|ring|rustls|argon2|lettre|lectern-(domain|entities|migrations|server)'

tree=$(cargo tree -p lectern-frontend --target wasm32-unknown-unknown --edges normal --prefix none --locked)
if found=$(grep -E "^($native) v" <<<"$tree" | sort -u); then
  fail "native crates in the wasm tree (cargo tree -p lectern-frontend -i CRATE tells why): $found"
fi
say "$(sort -u <<<"$tree" | wc -l) crates, none of them native"
