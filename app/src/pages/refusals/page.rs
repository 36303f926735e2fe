//! The page of the log.

use lectern_contract::{CourseId, Role, refusal::Reason, refused::RefusedAct};
use lectern_domain::refused;
use leptos::prelude::*;

use super::{filter_of, table::Rows};
use crate::{
    caller::parameter,
    components::{
        Empty, Filter, Head, LogPager,
        filter::Select,
        log::{download, log_query},
        screen,
    },
    pages::manager::area::caller_here,
};

/// `/admin/refusals`, `/manager/refusals`
#[component]
pub fn RefusalsPage() -> impl IntoView {
    let caller = caller_here();
    let (query, filter) = (log_query(&parameter), filter_of(&parameter));
    screen(async move {
        let caller = caller?;
        let (db, actor) = (caller.portal.reader(), caller.actor());
        let slice = refused::list(db, actor, &query, &filter).await?;
        let courses = refused::courses(db, actor).await?;
        let role = actor.role;
        let empty = slice.rows.is_empty();
        let rows = slice.rows.clone();
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Refusals" sub=about(role)>
                    <a class="btn" href=download(&format!("/{role}/refusals.csv")) download>"Download CSV"</a>
                </Head>
                <Filter selects=selects(courses) period=true/>
                {if empty {
                    view! { <Nothing role/> }.into_any()
                } else {
                    view! { <Rows rows role/> <LogPager slice what="refusals"/> }.into_any()
                }}
            </main>
        })
    })
}

const fn about(role: Role) -> &'static str {
    match role {
        Role::Admin => "Every invitation, enrollment, launch and acceptance that a rule did not allow, and why.",
        _ => "What you tried and was refused, and what was refused to people you invited, on the courses you manage.",
    }
}

fn selects(courses: Vec<(CourseId, String)>) -> Vec<Select> {
    let acts = RefusedAct::ALL
        .iter()
        .map(|act| (act.to_string(), act.label().to_owned()));
    let reasons = Reason::ALL
        .iter()
        .map(|reason| (reason.to_string(), reason.label().to_owned()));
    let courses = courses.into_iter().map(|(id, title)| (id.to_string(), title));
    vec![
        ("act", "What", acts.collect()),
        ("reason", "Reason", reasons.collect()),
        ("course", "Course", courses.collect()),
    ]
}

#[component]
fn Nothing(role: Role) -> impl IntoView {
    let asked = ["q", "act", "reason", "course", "from", "to", "before", "after"];
    if asked.iter().any(|name| !parameter(name).is_empty()) {
        return view! { <Empty title="Nothing found" text="No refusal has these words, reason, course and days. Ask for less, or show all."/> };
    }
    let text = match role {
        Role::Admin => "Nobody was refused anything yet. What a rule does not allow stands here with its reason.",
        _ => "Nothing you tried was refused yet. What a rule does not allow stands here with its reason.",
    };
    view! { <Empty title="No refusals" text/> }
}
