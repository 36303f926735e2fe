#!/usr/bin/env bash
# Builds what the browser loads into the site folder: wasm with its loader, player, styles.
# A part whose inputs did not change is left alone, so that the server is not rebuilt for nothing.
. "$(dirname "$0")/common.sh"
profile=${LECTERN_WASM_PROFILE:-wasm-release}
stamps=$CARGO_TARGET_DIR/stamps
mkdir -p "$site" "$stamps"

# unless_same STAMP INPUTS-HASH COMMAND…: runs the command unless it last ran with the same inputs.
unless_same() {
  local stamp=$stamps/$1 now="$2 $site"
  if [ "$now" != "$(cat "$stamp" 2>/dev/null)" ]; then
    "${@:3}"
    printf '%s\n' "$now" >"$stamp"
  fi
}
hash_of() { cat "$@" | sha256sum; }

.ci/wasm-cargo.sh build -p lectern-frontend --profile "$profile"
wasm=$CARGO_TARGET_DIR/wasm32-unknown-unknown/${profile/#dev/debug}/lectern_frontend.wasm
# What rustc assumes of every browser.
features=(bulk-memory multivalue mutable-globals nontrapping-float-to-int reference-types sign-ext)
# What is inlined or put in another order gets smaller, but its gzip larger.
small_wasm() {
  wasm-bindgen "$wasm" --target web --no-typescript --out-name lectern --out-dir "$site"
  frontend/node_modules/.bin/wasm-opt "${features[@]/#/--enable-}" -Oz --converge --skip-pass=inlining-optimizing \
    "$site/lectern_bg.wasm" -o "$site/lectern_bg.wasm"
}
unless_same wasm "$(locked wasm-bindgen) $(hash_of "$wasm" .ci/site.sh frontend/package-lock.json)" small_wasm

mapfile -t inputs < <(find frontend style -name node_modules -prune -o -type f -print | sort)
unless_same bundle "$(hash_of "${inputs[@]}")" \
  env LECTERN_SITE_DIR="$site" npm run build --silent --prefix frontend >/dev/null

for file in "$site"/*; do
  say "$(printf '%-20s %8d bytes, %7d gzipped' "${file##*/}" "$(wc -c <"$file")" "$(gzip -9c "$file" | wc -c)")"
done
