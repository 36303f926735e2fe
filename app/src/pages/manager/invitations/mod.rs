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

/// What becomes of invitations without mail, in a manager's words.
pub const NO_MAIL: &str = "The letters to those you invite are kept and do not leave. Copy the link of each invitation (⋮ in the course’s list of invitations) and hand it over yourself.";
