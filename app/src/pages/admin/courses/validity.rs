//! What another validity will do to the completions there are, before it is saved.

use lectern_contract::{CourseId, courses::ValidityChange, outlook::Horizon};
use lectern_domain::courses::edit;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::EditCourse, address};
use crate::{
    caller::Caller,
    components::{
        Confirm, Head,
        confirm::{self, Consequence, Typed, typed},
    },
    format,
    refusal::Answer,
};

/// The id of the form in which a course's words are typed.
pub const FORM: &str = "words-form";

/// What was typed into that form, where saving it has to be confirmed first.
pub fn unconfirmed() -> Option<Typed> {
    confirm::unconfirmed(EditCourse::url(), &["title", "description", "validity_months"])
}

/// What the typed validity changes.
///
/// # Errors
/// `NotFound`; `OutOfRange`.
pub async fn change(caller: &Caller, id: CourseId, fields: &[(&'static str, String)]) -> Answer<ValidityChange> {
    let (db, now) = (caller.portal.reader(), caller.portal.now());
    let months = typed(fields, "validity_months");
    Ok(edit::preview(db, caller.actor(), id, months, now).await?)
}

/// Asks whether to save it.
#[component]
pub fn ChangeValidity(
    /// What it changes.
    change: ValidityChange,
    /// What is saved with it.
    typed: Typed,
) -> impl IntoView {
    let consequences = consequences(&change);
    let course = address::course(change.course);
    let more = [("course", change.course.to_string()), ("sure", "yes".to_owned())];
    let fields = more.into_iter().chain(typed).collect();
    let crumbs = vec![
        (address::COURSES.to_owned(), "Courses".to_owned()),
        (course.clone(), change.title.clone()),
    ];
    let back = (course, "Keep it as it is");
    view! {
        <main class="page" id="main" tabindex="-1">
            <Head title="Another validity" sub=change.title crumbs/>
            <Confirm action=EditCourse::url() fields consequences label="Save" back id=FORM class="btn btn-primary"/>
        </main>
    }
}

fn consequences(change: &ValidityChange) -> Vec<Consequence> {
    let completions = counted(change.completed, "completion is", "completions are");
    let (old, new) = (life(change.old), life(change.new));
    let mut all = vec![("", format!("{completions} valid {old} now, and {new} then"))];
    if change.expiring > 0 {
        let expire = counted(change.expiring, "valid now expires", "valid now expire");
        let words = "at once; who has one has to take the course again, with a new credit";
        all.push(("attention", format!("{expire} {words}")));
    }
    if change.returning > 0 {
        let again = counted(change.returning, "that has expired is", "that have expired are");
        all.push(("good", format!("{again} valid again")));
    }
    if change.expiring == 0 && change.returning == 0 {
        let words = "None expires at once, and none that has expired is valid again";
        all.push(("good", words.to_owned()));
    }
    if change.soon > 0 {
        let due = counted(change.soon, "falls due", "fall due");
        all.push(("attention", format!("{due} {}", Horizon::Soon.label())));
    }
    all.push(("", "Title and description are saved as they were typed".to_owned()));
    all
}

fn counted(n: u64, one: &str, many: &str) -> String {
    format::plural(i64::try_from(n).unwrap_or(i64::MAX), one, many)
}

/// "for ever", "for 12 months".
fn life(months: Option<i32>) -> String {
    months.map_or_else(
        || "for ever".to_owned(),
        |months| format!("for {}", format::plural(months.into(), "month", "months")),
    )
}
