#!/usr/bin/env bash
# Everything that reads the sources and runs none of them; warnings are refused.
. "$(dirname "$0")/common.sh"
native=(--workspace --exclude lectern-frontend --locked)

documented() { RUSTDOCFLAGS=-Dwarnings cargo doc --no-deps "${native[@]}"; }
browser() {
  .ci/wasm-cargo.sh clippy --locked -p lectern-app -p lectern-frontend \
    --no-default-features --features lectern-app/hydrate -- -D warnings
}

plan 10
step "the house: files, words, paths" .ci/house.sh
step "the house: which crate sees which" .ci/arrows.py
step "scripts" shellcheck -x .ci/*.sh .ci/run
step "format" cargo fmt --all --check
step "player: types" npm run check --silent --prefix frontend
step "licenses, banned crates, sources" \
  cargo-deny --config .deny.toml --locked check licenses bans sources
step "the wasm tree" .ci/wasm-tree.sh
step "clippy, native" cargo clippy "${native[@]}" --all-targets -- -D warnings
step "clippy, browser" browser
step "documentation" documented
