#!/usr/bin/env bash
# What everything is built with: Cargo, a C compiler (SQLite, the allocator, every link), the browser's compile target
# and wasm-bindgen at the version Cargo.lock names.
. "$(dirname "$0")/common.sh"
target=wasm32-unknown-unknown

command -v cargo >/dev/null || fail "Rust is needed: install it with rustup"
command -v cc >/dev/null || debian_install gcc libc6-dev

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
