//! What suspending and deleting a user will do, before it is done.

use lectern_contract::{
    Refusal, Role, UserId,
    courses::ManagedCourse,
    people::{UserRow, UserState},
    refusal::Field,
};
use lectern_domain::{
    accounts::{administer, users},
    courses::list,
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    actions::{DeleteUser, SuspendUser},
    crumbs,
};
use crate::{
    caller::{caller, path_id},
    components::{Confirm, Head, confirm::Consequence, screen},
    format,
    refusal::Answer,
};

/// `/admin/users/:id/suspend`
#[component]
pub fn SuspendPage() -> impl IntoView {
    let asked = subject();
    screen(async move {
        let (user, own, managed) = asked.await?;
        if user.state == UserState::Suspended {
            return Err(Refusal::UserSuspended.into());
        }
        let mut consequences = vec![
            (
                "attention",
                format!(
                    "{} is signed out everywhere and cannot sign in until restored",
                    user.name
                ),
            ),
            (
                "attention",
                "A course that is open now is closed; what was saved is kept".into(),
            ),
            ("good", "Registrations, results and credits stay as they are".into()),
        ];
        consequences.extend(as_manager(&user));
        consequences.extend(own.then(|| ("stop", "This is your own account: you are signed out at once".into())));
        Ok(view! {
            <Question user title="Suspend" action=SuspendUser::url() consequences managed/>
        })
    })
}

/// `/admin/users/:id/delete`
#[component]
pub fn DeletePage() -> impl IntoView {
    let (asked, caller) = (subject(), caller());
    screen(async move {
        let ((user, own, managed), caller) = (asked.await?, caller?);
        let invited = administer::invited(caller.portal.reader(), caller.actor(), user.id).await?;
        let mut consequences = vec![
            (
                "stop",
                "Their name and e-mail address are erased for good: in the profile, in invitations to them, lists, claims and refusals, and in what courses keep of them; this cannot be undone".into(),
            ),
            (
                "stop",
                "Letters to them lose their text; what has not left is not sent".into(),
            ),
            (
                "attention",
                format!("{} is signed out everywhere and can never sign in again", user.name),
            ),
        ];
        consequences.extend((invited > 0).then(|| canceled(invited)));
        consequences.extend([
            (
                "good",
                "Credits consumed and results stay counted, without a name".into(),
            ),
            (
                "",
                "Kept as they are: the audit log, invoices, letters and messages to others, what people typed, and what payment providers, webhooks and programs were told".into(),
            ),
        ]);
        consequences.extend(as_manager(&user));
        consequences.extend(own.then(|| ("stop", "This is your own account: you are signed out at once".into())));
        Ok(view! {
            <Question user title="Delete" action=DeleteUser::url() consequences managed/>
        })
    })
}

/// The user a question is about, whether it is the one who asks, and the courses they manage.
fn subject() -> impl Future<Output = Answer<(UserRow, bool, Vec<ManagedCourse>)>> {
    let (caller, id) = (caller(), path_id::<UserId>("id"));
    async move {
        let (caller, id) = (caller?, id?);
        let user = users::show(caller.portal.reader(), caller.actor(), id).await?;
        if user.state == UserState::Deleted {
            return Err(Refusal::UserDeleted.into());
        }
        let managed = list::managed_by(caller.portal.reader(), caller.actor(), id).await?;
        Ok((user, caller.actor().user == id, managed))
    }
}

/// What becomes of invitations to somebody who is deleted.
fn canceled(invited: u64) -> Consequence {
    let words = if invited == 1 {
        "1 pending invitation to them is canceled; its credit is free again".to_owned()
    } else {
        format!(
            "{} pending invitations to them are canceled; their credits are free again",
            format::count(invited)
        )
    };
    ("attention", words)
}

/// What a manager leaves behind.
fn as_manager(user: &UserRow) -> Option<Consequence> {
    let words = "Credits assigned to this manager stay until an admin takes them back; invitations sent stay pending";
    user.roles
        .contains(&Role::Manager)
        .then(|| ("attention", words.to_owned()))
}

#[component]
fn Question(
    user: UserRow,
    title: &'static str,
    action: &'static str,
    consequences: Vec<Consequence>,
    managed: Vec<ManagedCourse>,
) -> impl IntoView {
    let id = user.id;
    let back = (format!("/admin/users/{}", user.id), "Keep the user");
    let fields = vec![("user", user.id.to_string())];
    let act = format!("{title} {}", user.name);
    view! {
        <main class="page" id="main" tabindex="-1">
            <Head title=act.clone() sub=user.email.clone() crumbs=crumbs(Some(&user))/>
            <HandOverFirst id managed/>
            <Confirm action fields consequences label=act back about=Field::Roles/>
        </main>
    }
}

/// Offers to give to somebody else what a manager would leave behind.
#[component]
pub fn HandOverFirst(
    /// The manager.
    id: UserId,
    /// What they manage.
    managed: Vec<ManagedCourse>,
) -> impl IntoView {
    let line = move |course: ManagedCourse| {
        let count = |n: u64, one: &str, many: &str| format::plural(i64::try_from(n).unwrap_or(i64::MAX), one, many);
        let what = format!(
            "{}, {}, {}",
            format::plural(course.available, "free credit", "free credits"),
            count(course.pending, "pending invitation", "pending invitations"),
            count(course.learners, "learner", "learners")
        );
        let way = format!("/admin/courses/{}/managers/{id}/hand-over", course.id);
        view! { <li><a href=way>"Hand over "{course.title}</a>": "{what}</li> }
    };
    (!managed.is_empty()).then(|| view! {
        <section class="section" aria-labelledby="hand-over">
            <header class="section-head"><h2 id="hand-over">"Hand over first?"</h2></header>
            <p>"They manage these courses. What they have there can go to another manager or back to the course:"</p>
            <ul>{managed.into_iter().map(line).collect_view()}</ul>
        </section>
    })
}
