//! The people who learn a course.

pub mod page;
