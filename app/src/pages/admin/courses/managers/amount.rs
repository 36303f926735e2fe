//! What the pages that move credits between a course and one of its managers have in common.

use lectern_contract::{
    CourseId, UserId,
    courses::{CourseHead, ManagerRow},
    refusal::Field as Name,
};
use lectern_domain::courses;
use leptos::prelude::*;

use super::super::address;
use crate::{
    caller::Caller,
    components::{Field, PostForm},
    islands::left::Left,
    refusal::Refused,
};

/// The course and the manager that the address names.
pub(super) async fn find(caller: &Caller, id: CourseId, user: UserId) -> Result<(CourseHead, ManagerRow), Refused> {
    let (db, actor) = (caller.portal.reader(), caller.actor());
    let course = courses::list::head(db, actor, id).await?;
    let manager = courses::managers::show(db, actor, id, user).await?;
    Ok((course, manager))
}

/// Asks for a number of credits of `available`, and says while typing how many are left.
#[component]
pub(super) fn AmountForm(
    /// Where it is posted to.
    action: &'static str,
    /// The course.
    course: CourseId,
    /// Its manager.
    manager: UserId,
    /// The credits there are to move.
    available: i64,
    /// What happens to them, after "From 1 to 12; ".
    hint: &'static str,
    /// What the button says.
    label: &'static str,
) -> impl IntoView {
    let hint = format!("From 1 to {}; {hint}", crate::format::number(available));
    view! {
        <PostForm action>
            <input type="hidden" name="course" value=course.to_string()/>
            <input type="hidden" name="user" value=manager.to_string()/>
            <input type="hidden" name="available" value=available.to_string()/>
            <Field field=Name::Amount label="Credits" kind="number" hint/>
            <Left/>
            <div class="btn-row">
                <button class="btn btn-primary">{label}</button>
                <a class="btn" href=address::managers(course)>"Back"</a>
            </div>
        </PostForm>
    }
}
