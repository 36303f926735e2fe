//! Reminders: people who have not answered are reminded of their invitation, by the link they have already.
//!
//! A reminder carries the link of the newest letter: the same token, the same end. So the old letter stays good.

mod job;
pub(super) mod plan;
mod stop;

pub use job::remind;
pub use stop::{may_stop, resume, stop, stop_by_link};
