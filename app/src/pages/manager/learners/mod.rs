//! The people who learn a course.

pub mod actions;
pub mod page;
