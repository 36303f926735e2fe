#!/usr/bin/env bash
# What only the gate reads the sources with.
. "$(dirname "$0")/common.sh"

# rustup's minimal profile has neither.
for component in fmt clippy; do
  cargo "$component" --version >/dev/null 2>&1 || rustup component add "${component/fmt/rustfmt}"
done
cargo_tool cargo-deny 0.20.2 cargo-deny
for tool in shellcheck python3; do
  if command -v "$tool" >/dev/null; then
    say "$tool is there"
  else
    debian_install "$tool"
  fi
done
