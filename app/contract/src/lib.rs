//! The words both sides of the wire use: ids, roles, states, page data, refusals and input limits.
//!
//! Nothing here does anything: no database, no HTTP, no rendering. With the `db` feature the same ids
//! and states are also column types, so that no second set of types exists.

mod text_enum;
pub use text_enum::UnknownWord;

pub mod addresses;
pub mod api;
pub mod api_keys;
pub mod attempts;
pub mod audit;
pub mod batches;
pub mod bounces;
pub mod certificates;
pub mod claims;
pub mod courses;
pub mod credits;
pub mod grid;
pub mod hooks;
pub mod ids;
pub mod invitations;
pub mod letters;
pub mod limits;
pub mod money;
pub mod notice;
pub mod orders;
pub mod outlook;
pub mod packages;
pub mod paging;
pub mod people;
pub mod plans;
pub mod policy;
pub mod proofs;
pub mod refusal;
pub mod refused;
pub mod registrations;
pub mod requests;
pub mod roles;
pub mod second_factor;
pub mod settings;
pub mod sharing;
pub mod sizes;
pub mod statements;
pub mod watch;

pub use ids::*;
pub use refusal::Refusal;
pub use roles::Role;
