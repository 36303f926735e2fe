//! The dry run of a hand-over: who takes over, and what goes to them.

use lectern_contract::{
    CourseId,
    sharing::{HandOverView, Successor},
};
use lectern_domain::courses;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    super::{address, top::crumbs},
    actions::HandOver,
};
use crate::{
    caller::{caller, parameter},
    components::{Head, PostForm, screen},
    format,
};

/// `/admin/courses/:id/managers/:user/hand-over`
#[component]
pub fn HandOverPage() -> impl IntoView {
    let (caller, id, user, to) = (
        caller(),
        address::course_here(),
        address::manager_here(),
        parameter("to"),
    );
    screen(async move {
        let (caller, id, user) = (caller?, id?, user?);
        let course = courses::list::head(caller.portal.reader(), caller.actor(), id).await?;
        let view = courses::hand_over::preview(caller.portal.reader(), caller.actor(), id, user).await?;
        let crumbs = crumbs(&course, Some(("managers", "Managers")));
        let to = chosen(&to, &view);
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Hand over" sub=format!("{} leaves {}", view.name, course.title) crumbs/>
                <Choose to view=view.clone()/>
                <DryRun id to view/>
            </main>
        })
    })
}

/// Who was chosen; at first the only other manager or, where there is a choice to be made or none, the course.
fn chosen(to: &str, view: &HandOverView) -> Successor {
    let first = match view.successors.as_slice() {
        [(only, _)] => Successor::Manager(*only),
        _ => Successor::Course,
    };
    let known = |to: &Successor| match to {
        Successor::Manager(user) => view.successors.iter().any(|(other, _)| other == user),
        Successor::Course => true,
    };
    to.parse().ok().filter(known).unwrap_or(first)
}

#[component]
fn Choose(to: Successor, view: HandOverView) -> impl IntoView {
    let others = view
        .successors
        .into_iter()
        .map(|(user, name)| (Successor::Manager(user), name));
    let options = others.chain([(Successor::Course, "Back to the course".to_owned())]);
    view! {
        <form class="form" method="get">
            <div class="field">
                <label for="to">"Who takes over"</label>
                <select id="to" name="to">
                    {options.map(|(value, words)| view! {
                        <option value=value.to_string() selected=value == to>{words}</option>
                    }).collect_view()}
                </select>
            </div>
            <div class="btn-row"><button class="btn">"Show what moves"</button></div>
        </form>
    }
}

#[component]
fn DryRun(id: CourseId, to: Successor, view: HandOverView) -> impl IntoView {
    let figures = view.figures;
    view! {
        <section class="confirm" aria-label="What will happen">
            <Consequences id to view=view.clone()/>
            <PostForm action=HandOver::url()>
                <input type="hidden" name="course" value=id.to_string()/>
                <input type="hidden" name="user" value=view.manager.to_string()/>
                <input type="hidden" name="to" value=to.to_string()/>
                <input type="hidden" name="free" value=figures.free.to_string()/>
                <input type="hidden" name="pending" value=figures.pending.to_string()/>
                <input type="hidden" name="learners" value=figures.learners.to_string()/>
                <div class="btn-row">
                    <button class="btn btn-danger">"Hand over and remove"</button>
                    <a class="btn" href=address::managers(id)>"Keep them"</a>
                </div>
            </PostForm>
        </section>
    }
}

#[component]
fn Consequences(id: CourseId, to: Successor, view: HandOverView) -> impl IntoView {
    let HandOverView {
        manager,
        name,
        account,
        figures,
        addresses,
        learners,
        requests,
        successors,
    } = view;
    let heir = match to {
        Successor::Manager(user) => successors
            .into_iter()
            .find(|(other, _)| *other == user)
            .map(|(_, name)| name),
        Successor::Course => None,
    };
    let whom = heir.clone().unwrap_or_else(|| "the course".to_owned());
    let watch = heir.clone().map_or_else(
        || "are watched by the admins alone".to_owned(),
        |heir| format!("are watched by {heir}"),
    );
    let count = |n: u64, one: &str, many: &str| format::plural(i64::try_from(n).unwrap_or(i64::MAX), one, many);
    let told = if heir.is_some() {
        "Both are told by letter"
    } else {
        "They are told by letter"
    };
    let statement = account.map_or_else(|| address::manager(id, manager, "hand-over"), address::statement);
    view! {
        <ul class="consequences">
            {(figures.free > 0).then(|| view! {
                <li data-kind="good"><a href=statement>{format::plural(figures.free, "free credit", "free credits")}</a>{format!(" to {whom}")}</li>
            })}
            {(figures.pending > 0).then(|| view! {
                <li data-kind="good">
                    <a href=address::pending_of(id, manager)>{count(figures.pending, "pending invitation", "pending invitations")}</a>
                    {format!(" with their held credits to {whom}; the links keep working: {}", some(&addresses, figures.pending))}
                </li>
            })}
            {(figures.learners > 0).then(|| view! {
                <li data-kind="good">
                    <a href=address::watched_ever(id, manager)>{count(figures.learners, "learner", "learners")}</a>
                    {format!(" {watch}: {}", some(&learners, figures.learners))}
                </li>
            })}
            {(requests > 0).then(|| view! { <li data-kind="attention">{count(requests, "open request", "open requests")}" for credits withdrawn"</li> })}
            {figures.is_nothing().then(|| view! { <li>"Nothing is left to be handed over"</li> })}
            <li data-kind="attention">{format!("{name} can no longer open this course or invite to it")}</li>
            <li>{told}</li>
        </ul>
    }
}

/// "Lena Holt, Omar Sato and 3 more".
fn some(names: &[String], all: u64) -> String {
    let more = all.saturating_sub(names.len() as u64);
    let shown = names.join(", ");
    if more == 0 {
        shown
    } else {
        format!("{shown} and {} more", format::count(more))
    }
}
