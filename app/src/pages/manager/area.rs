//! Where a page stands that managers and admins share: each sees it under the addresses of the acting role.

use std::str::FromStr;

use lectern_contract::{BatchId, CourseId, InvitationId, Refusal, Role, UserId, invitations::Holding};
use lectern_domain::accounts::users;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    caller::{Caller, caller, here},
    refusal::{Answer, Refused},
};

/// The caller, where the address belongs to the role they act in.
///
/// # Errors
/// `SignInFirst`; `NotFound` under another role's address.
pub fn caller_here() -> Answer<Caller> {
    let caller = caller()?;
    let area = format!("/{}/", caller.actor().role);
    if here().starts_with(&area) {
        Ok(caller)
    } else {
        Err(Refused(Refusal::NotFound))
    }
}

/// The id in the address.
///
/// # Errors
/// `NotFound` where it is none.
pub fn id<T: FromStr>() -> Answer<T> {
    let text = use_params_map().with_untracked(|params| params.get("id"));
    text.and_then(|text| text.parse().ok())
        .ok_or(Refused(Refusal::NotFound))
}

/// The name of the manager whose rows alone an admin asked for; a manager sees their own anyway.
///
/// # Errors
/// `NotFound` where there is no such person.
pub async fn manager_named(caller: &Caller, manager: Option<UserId>) -> Answer<Option<String>> {
    match manager.filter(|_| caller.actor().role == Role::Admin) {
        Some(manager) => {
            let person = users::show(caller.portal.reader(), caller.actor(), manager).await?;
            Ok(Some(person.name))
        }
        None => Ok(None),
    }
}

/// The way to a course's pages: the list it is in, with its name.
pub fn crumbs(role: Role) -> Vec<(String, String)> {
    vec![(format!("/{role}/courses"), "Courses".to_owned())]
}

/// The page of a course's invitations.
pub fn invitations_of(role: Role, course: CourseId) -> String {
    match role {
        Role::Manager => format!("/manager/courses/{course}"),
        _ => format!("/{role}/courses/{course}/invitations"),
    }
}

/// A manager's invitations that hold a credit of theirs.
pub fn held_of(course: CourseId, manager: UserId) -> String {
    format!(
        "{}?holding={}",
        invitations_of(Role::Manager, course),
        Holding::Of(manager)
    )
}

/// The learners with access whom a manager watches.
pub fn watched(course: CourseId) -> String {
    format!("/manager/courses/{course}/learners?state=active")
}

/// The page that takes lists of addresses for a course.
pub fn bulk_of(role: Role, course: CourseId) -> String {
    format!("/{role}/courses/{course}/bulk")
}

/// A batch's page.
pub fn batch_page(role: Role, batch: BatchId) -> String {
    format!("/{role}/batches/{batch}")
}

/// A page of one invitation: `cancel` or `link`.
pub fn invitation_page(role: Role, invitation: InvitationId, page: &str) -> String {
    format!("/{role}/invitations/{invitation}/{page}")
}
