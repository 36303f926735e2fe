//! Who manages a course, and the credits they were given.

pub mod actions;
pub mod add;
mod amount;
pub mod assign;
pub mod hand_over;
pub mod list;
pub mod remove;
pub mod take_back;
