//! The *Course credits* tab: what is left, what is held, who learns, and how a credit moves.

use lectern_contract::{CourseId, credits::CourseFigures};
use lectern_domain::{courses::list, credits::figures::figures, plans::freeze};
use leptos::prelude::*;

use crate::{
    components::{FrozenBanner, Head, Number, course_tabs::CourseTabs, screen},
    format,
    pages::manager::area::{caller_here, crumbs, id},
};

/// `/manager/courses/:id/credits`
#[component]
pub fn CourseCreditsPage() -> impl IntoView {
    let (caller, course) = (caller_here(), id::<CourseId>());
    screen(async move {
        let (caller, course) = (caller?, course?);
        let (db, actor) = (caller.portal.reader(), caller.actor());
        let head = list::head(db, actor, course).await?;
        let figures = figures(db, actor, course).await?;
        let frozen = freeze::look(&caller.portal, actor).await?;
        let role = actor.role;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title=head.title.clone() sub="Your credits on this course." crumbs=crumbs(role)/>
                <CourseTabs role course title=head.title/>
                <FrozenBanner frozen role/>
                <Stats course figures/>
                <HowCreditsMove/>
            </main>
        })
    })
}

#[component]
fn Stats(course: CourseId, figures: CourseFigures) -> impl IntoView {
    let page = format!("/manager/courses/{course}");
    let remaining = view! {
        <span class="stat-name">"Remaining"</span>
        <span class="stat-num"><Number value=figures.available/></span>
    };
    view! {
        <ul class="stats">
            <li>{match figures.account {
                Some(account) => view! {
                    <a href=format!("/manager/accounts/{account}")>{remaining}<span class="stat-note">"Open the statement"</span></a>
                }.into_any(),
                None => view! {
                    <div class="stat">{remaining}<span class="stat-note">"No credit was assigned to you yet"</span></div>
                }.into_any(),
            }}</li>
            <li><a href=format!("{page}?state=pending")>
                <span class="stat-name">"Held"</span><span class="stat-num">{format::count(figures.held)}</span>
                <span class="stat-note">"by pending invitations"</span>
            </a></li>
            <li><a href=format!("{page}/learners")>
                <span class="stat-name">"Learners"</span><span class="stat-num">{format::count(figures.learners)}</span>
                <span class="stat-note">"enrolled with your credits"</span>
            </a></li>
        </ul>
    }
}

#[component]
fn HowCreditsMove() -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="how">
            <header class="section-head"><h2 id="how">"How a credit moves"</h2></header>
            <dl class="facts">
                <div><dt>"Held"</dt><dd>"Sending an invitation sets one credit aside. It is still yours, but cannot be used for somebody else."</dd></div>
                <div><dt>"Used"</dt><dd>"When the invited person accepts, the credit is used for their enrollment. Taking the course again costs nothing."</dd></div>
                <div><dt>"Returned"</dt><dd>"When an invitation is canceled, declined or expires, its credit is free again at once."</dd></div>
                <div><dt>"More"</dt><dd>"An admin assigns you credits, and may take back those that are neither held nor used."</dd></div>
            </dl>
        </section>
    }
}
