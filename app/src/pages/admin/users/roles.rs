//! What taking the role manager from somebody who manages courses will do, before it is done.

use lectern_contract::{Refusal, Role, UserId, courses::ManagedCourse, people::UserRow, refusal::Field as Name};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::EditUser, confirm::HandOverFirst, crumbs};
use crate::{
    caller::refused_form,
    components::{
        Confirm, Head,
        confirm::{Consequence, Typed},
    },
    format,
};

/// What was typed, where saving it would take the role manager from somebody who manages courses and nobody said yet
/// that it may.
pub fn unsure() -> Option<Typed> {
    let form = refused_form()?;
    let asks = form.action == EditUser::url() && matches!(form.refusal, Refusal::StillManages { .. });
    let kept = |(name, value): &(String, String)| {
        let name = match name.as_str() {
            "name" => "name",
            "email" => "email",
            name if name.starts_with("roles") => "roles[]",
            _ => return None,
        };
        Some((name, value.clone()))
    };
    asks.then(|| form.fields.iter().filter_map(kept).collect())
}

/// Asks whether to take the role away.
#[component]
pub fn TakeRole(
    /// Whose role.
    user: UserRow,
    /// Whether it is the one who asks.
    own: bool,
    /// What is saved with it.
    typed: Typed,
    /// What they manage.
    managed: Vec<ManagedCourse>,
) -> impl IntoView {
    let id: UserId = user.id;
    let consequences = consequences(&user, own, &typed, &managed);
    let more = [("user", id.to_string()), ("sure", "yes".to_owned())];
    let fields = more.into_iter().chain(typed).collect();
    let act = format!("Take the role Manager from {}", user.name);
    let back = (format!("/admin/users/{id}/edit"), "Keep the role");
    view! {
        <main class="page" id="main" tabindex="-1">
            <Head title=act.clone() sub=user.email.clone() crumbs=crumbs(Some(&user))/>
            <HandOverFirst id managed/>
            <Confirm action=EditUser::url() fields consequences label=act back about=Name::Roles/>
        </main>
    }
}

fn consequences(
    user: &UserRow,
    own: bool,
    typed: &[(&'static str, String)],
    managed: &[ManagedCourse],
) -> Vec<Consequence> {
    let counted = |n: u64, one: &str, many: &str| format::plural(i64::try_from(n).unwrap_or(i64::MAX), one, many);
    let free: i64 = managed.iter().map(|course| course.available).sum();
    let pending: u64 = managed.iter().map(|course| course.pending).sum();
    let learners: u64 = managed.iter().map(|course| course.learners).sum();
    let mut all = vec![(
        "attention",
        format!(
            "{} can no longer open the {} they manage or invite to them",
            user.name,
            counted(managed.len() as u64, "course", "courses")
        ),
    )];
    all.extend((free != 0).then(|| {
        let credits = format::plural(free, "free credit", "free credits");
        let words = "cannot be spent until an admin takes them back or hands them over";
        ("attention", format!("{credits} of theirs {words}"))
    }));
    all.extend((pending > 0).then(|| {
        let invitations = counted(pending, "pending invitation", "pending invitations");
        let words = "with their held credits stay pending; what becomes of them is told to the admins";
        ("attention", format!("{invitations} {words}"))
    }));
    all.extend((learners > 0).then(|| {
        let learners = counted(learners, "learner", "learners");
        (
            "good",
            format!("{learners} of theirs: access and results stay; only admins watch them"),
        )
    }));
    let stays_admin = typed
        .iter()
        .any(|(name, value)| *name == "roles[]" && value == Role::Admin.as_str());
    let goes = user.roles.contains(&Role::Admin) && !stays_admin;
    all.extend(goes.then(|| ("attention", format!("{} is no admin any more either", user.name))));
    all.extend(own.then(|| ("stop", "This is your own account".to_owned())));
    all.push((
        "",
        "Name, address and the other roles are saved as they were typed".to_owned(),
    ));
    all.push(("good", "With the role given back everything is as before".to_owned()));
    all
}
