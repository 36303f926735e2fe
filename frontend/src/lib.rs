//! The browser door: wakes the islands of a page.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once when the page's script has loaded the wasm.
#[wasm_bindgen]
pub fn hydrate() {
    lectern_app::islands::link();
    leptos::mount::hydrate_islands();
}
