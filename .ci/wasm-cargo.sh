#!/usr/bin/env bash
# cargo for the browser's target, by whichever way this machine has to it: wasm-cargo.sh build -p …
. "$(dirname "$0")/common.sh"
target=wasm32-unknown-unknown

# Where a panic would have happened is named without this machine's folders; that is smaller, too.
sysroot=$(rustc --print sysroot)
registry=${CARGO_HOME:-$HOME/.cargo}/registry/src
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--remap-path-prefix=$registry= --remap-path-prefix=$root= --remap-path-prefix=$sysroot="

if [ -d "$sysroot/lib/rustlib/$target/lib" ]; then
  exec cargo "$1" --target "$target" "${@:2}"
fi

# Debian's compiler builds the standard library itself; clippy belongs to another compiler, so there it only checks.
command=$1
shift
if [ "$command" = clippy ]; then
  say "no clippy for $target here: checking only"
  command=check
  options=()
  until [ $# = 0 ] || [ "$1" = -- ]; do
    options+=("$1")
    shift
  done
  set -- "${options[@]}"
fi
linker=$(find "$sysroot/lib/rustlib" -path '*/bin/rust-lld' | head -1)
[ -n "$linker" ] || fail "no rust-lld in $sysroot to link $target with"
export RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc RUSTC_BOOTSTRAP=1
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$linker
exec /usr/bin/cargo "$command" -Zbuild-std=std,panic_abort --target "$target" "$@"
