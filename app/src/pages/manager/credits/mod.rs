//! A manager's credits on one course.

pub mod page;
