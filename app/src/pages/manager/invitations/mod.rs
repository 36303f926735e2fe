//! A course's invitations: sending them, their log, and what can be done with one.

pub mod actions;
pub mod cancel;
pub mod claims;
pub mod life;
pub mod link;
pub mod log;
pub mod page;
pub mod row;
pub mod send_form;
