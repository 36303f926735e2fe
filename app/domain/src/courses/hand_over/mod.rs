//! Hand-over: a manager leaves a course; learners, pending invitations and free credits stay with somebody
//! (`spec/credits.md`, edge cases: managers removed or suspended).

mod act;
mod preview;

pub use act::hand_over;
pub use preview::preview;
