//! What the portal allows: every rule, every transaction, every letter to be sent.
//!
//! Acts take `&Tx`, reads take a connection; only [`portal::Portal`] opens and commits. Permission is the first
//! line of an act. Bad input and forbidden acts are [`lectern_contract::Refusal`]s; everything else is a fault.

pub mod accounts;
pub mod actor;
pub mod api_keys;
pub mod audit;
pub mod bounces;
pub mod certificates;
pub mod clock;
pub mod courses;
pub mod credits;
pub mod database;
pub mod fault;
pub mod hooks;
pub mod invitations;
mod keyset;
pub mod letters;
pub mod once;
pub mod orders;
pub mod plans;
pub mod portal;
pub mod refused;
pub mod registrations;
pub mod runtime;
pub mod samples;
pub mod seal;
mod search;
pub mod secrets;
pub mod settings;
mod table;
pub mod tx;

pub use actor::Actor;
pub use fault::{Error, Result};
pub use portal::Portal;
pub use tx::Tx;
