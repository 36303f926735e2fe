//! A manager's credits on one course: what is left, given to others, and requested.

pub mod actions;
pub mod give;
pub mod page;
pub mod request;
mod requests;
pub mod take_back;

use lectern_contract::{CourseId, Role};

/// The *Course credits* tab.
pub fn tab(course: CourseId) -> String {
    format!("/manager/courses/{course}/credits")
}

/// The way to a page below the tab: the list of courses, the course's tab.
pub fn crumbs(course: CourseId, title: &str) -> Vec<(String, String)> {
    let mut way = super::area::crumbs(Role::Manager);
    way.push((tab(course), title.to_owned()));
    way
}
