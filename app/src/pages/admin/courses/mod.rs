//! Admin → Courses: upload, look over, publish, archive; and who manages a course.

pub mod actions;
pub mod address;
pub mod archive;
pub mod attempts;
pub mod balance;
pub mod list;
pub mod managers;
pub mod new;
pub mod overview;
pub mod package;
pub mod thresholds;
pub mod top;
mod validity;
