//! Addresses of a course's pages, and the ids in them.

use std::str::FromStr;

use lectern_contract::{AccountId, CourseId, Refusal, UserId, invitations::Holding};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::refusal::{Answer, Refused};

/// The list of courses.
pub const COURSES: &str = "/admin/courses";

/// A course's overview.
pub fn course(id: CourseId) -> String {
    format!("{COURSES}/{id}")
}

/// A course's thresholds.
pub fn thresholds(id: CourseId) -> String {
    format!("{COURSES}/{id}/thresholds")
}

/// A course's managers.
pub fn managers(id: CourseId) -> String {
    format!("{COURSES}/{id}/managers")
}

/// A page about one manager of a course: `assign`, `take-back`, `remove`.
pub fn manager(id: CourseId, user: UserId, page: &str) -> String {
    format!("{COURSES}/{id}/managers/{user}/{page}")
}

/// A course's learners who have access.
pub fn learners(id: CourseId) -> String {
    format!("{COURSES}/{id}/learners?state=active")
}

/// Those whose credit is consumed.
pub fn consumed(id: CourseId) -> String {
    format!("{COURSES}/{id}/learners?credit=consumed")
}

/// Those who are watched by a manager, withdrawn ones among them.
pub fn watched_ever(id: CourseId, manager: UserId) -> String {
    format!("{COURSES}/{id}/learners?manager={manager}")
}

/// Those who are watched by a manager and have access.
pub fn watched(id: CourseId, manager: UserId) -> String {
    format!("{}&state=active", watched_ever(id, manager))
}

/// A course's invitations that hold a credit.
pub fn pending(id: CourseId) -> String {
    holding(id, Holding::Anybodys)
}

/// Those that hold a credit of a manager.
pub fn held_of(id: CourseId, manager: UserId) -> String {
    holding(id, Holding::Of(manager))
}

/// Those that are a manager's and hold a credit, whoever's it is.
pub fn pending_of(id: CourseId, manager: UserId) -> String {
    format!("{}&manager={manager}", pending(id))
}

fn holding(id: CourseId, holding: Holding) -> String {
    format!("{COURSES}/{id}/invitations?holding={holding}")
}

/// An account's statement.
pub fn statement(account: AccountId) -> String {
    format!("/admin/accounts/{account}")
}

/// The course in the address; read before the page waits.
///
/// # Errors
/// `NotFound` where it is no id.
pub fn course_here() -> Answer<CourseId> {
    here("id")
}

/// The manager in the address; read before the page waits.
///
/// # Errors
/// `NotFound` where it is no id.
pub fn manager_here() -> Answer<UserId> {
    here("user")
}

fn here<T: FromStr>(name: &str) -> Answer<T> {
    let text = use_params_map().read_untracked().get(name).unwrap_or_default();
    text.parse().map_err(|_| Refused(Refusal::NotFound))
}
