//! What runs in the browser, one file each. Pages are complete without them.

pub mod address_chips;
pub mod copy_button;
mod dom;
pub mod left;
pub mod player_exit;
pub mod terms_gate;
mod typed;
pub mod upload;

/// Called by the browser's entry, so that the linker keeps the islands.
pub const fn link() {}
