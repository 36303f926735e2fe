//! The explanation for managers, and the one for learners. Its sentences are all in `lectern_contract::policy`.

use lectern_contract::{
    Role,
    policy::{Facts, Topic, for_learners, for_managers},
};
use lectern_domain::settings;
use leptos::prelude::*;

use crate::{
    caller::Caller,
    components::{Head, screen},
    pages::manager::area::caller_here,
    refusal::Answer,
};

/// `/manager/how-credits-work`
#[component]
pub fn ManagersPolicyPage() -> impl IntoView {
    let caller = caller_here();
    screen(async move {
        let topics = for_managers(&facts(&caller?).await?);
        Ok(view! { <Explanation title="How credits work" role=Role::Manager topics/> })
    })
}

/// `/learner/how-courses-work`
#[component]
pub fn LearnersPolicyPage() -> impl IntoView {
    let caller = caller_here();
    screen(async move {
        let topics = for_learners(&facts(&caller?).await?);
        Ok(view! { <Explanation title="How your courses work" role=Role::Learner topics/> })
    })
}

async fn facts(caller: &Caller) -> Answer<Facts> {
    let settings = settings::of(caller.portal.reader(), caller.actor().organization).await?;
    let mail = caller.portal.settings().mail;
    Ok(Facts { settings, mail })
}

#[component]
fn Explanation(title: &'static str, role: Role, topics: Vec<Topic>) -> impl IntoView {
    let section = |topic: Topic| {
        view! {
            <section class="section" aria-labelledby=topic.id>
                <header class="section-head"><h2 id=topic.id>{topic.title}</h2></header>
                <div class="prose">{topic.says.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}</div>
            </section>
        }
    };
    view! {
        <main class="page" id="main" tabindex="-1">
            <Head title sub="By the settings in force now." crumbs=vec![(role.home().to_owned(), home(role).to_owned())]/>
            {topics.into_iter().map(section).collect_view()}
        </main>
    }
}

const fn home(role: Role) -> &'static str {
    match role {
        Role::Learner => "My courses",
        _ => "Courses",
    }
}
