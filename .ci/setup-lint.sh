#!/usr/bin/env bash
# What only the gate reads the sources with.
. "$(dirname "$0")/common.sh"

cargo_tool cargo-deny 0.20.2 cargo-deny
for tool in shellcheck python3; do
  if command -v "$tool" >/dev/null; then
    say "$tool is there"
  else
    debian_install "$tool"
  fi
done
