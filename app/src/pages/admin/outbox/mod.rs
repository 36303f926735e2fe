//! Admin → Outbox: every letter, its state and error.

pub mod actions;
pub mod letter;
pub mod list;

/// What becomes of letters without mail.
const KEPT: &str = "Letters are kept here and do not leave. Managers can copy the links of their invitations, and admins those of users who have no password yet, and hand them over themselves.";
