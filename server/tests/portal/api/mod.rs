//! The JSON API, called as programs call it. Every answer of a documented call is checked against the document.

mod accept;
mod calls;
mod document;
mod doors;
mod keys;
mod limits;
mod lists;
mod once;
pub mod program;
mod refused;
mod schema;
mod table;
