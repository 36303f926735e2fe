//! Bulk upload: a list comes in, is looked over, and is sent by a job.

pub mod actions;
pub mod cancel;
pub mod page;
mod preview;
mod progress;
mod rows;
pub mod upload;
