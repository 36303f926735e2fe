//! The pages: one folder per screen family, a page beside its server functions.

pub mod account;
pub mod admin;
pub mod learner;
pub mod manager;
pub mod policy;
pub mod public;
pub mod refusals;
pub mod statement;
