#!/usr/bin/env bash
# The browser's compile target and wasm-bindgen at the version Cargo.lock names.
. "$(dirname "$0")/common.sh"
target=wasm32-unknown-unknown

if [ -d "$(rustc --print sysroot)/lib/rustlib/$target/lib" ]; then
  say "$target is there"
elif command -v rustup >/dev/null && rustup target add "$target" 2>/dev/null; then
  say "$target added by rustup"
elif [ -d /usr/lib/rustlib/src/rust/library ]; then
  say "$target will be built from Debian's sources"
else
  say "rustup cannot fetch $target; Debian's rustc-web can build it"
  debian_install rustc-web cargo-web rust-web-src
fi

cargo_tool wasm-bindgen-cli "$(locked wasm-bindgen)" wasm-bindgen
