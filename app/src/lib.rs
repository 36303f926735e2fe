//! What people see and press: pages, islands, and the thin server functions behind them.
//!
//! Pages are rendered on the server only; the browser gets HTML, and wasm for the islands alone.

#![allow(clippy::needless_pass_by_value, reason = "components own their props")]
#![recursion_limit = "256"]

#[cfg(all(feature = "ssr", feature = "hydrate"))]
compile_error!("`ssr` and `hydrate` are two different builds");

pub mod islands;

#[cfg(feature = "ssr")]
pub mod api_document;
#[cfg(feature = "ssr")]
pub mod caller;
#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod cookies;
#[cfg(feature = "ssr")]
pub mod format;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod refusal;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod till;
