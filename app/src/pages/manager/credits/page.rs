//! The *Course credits* tab: what is left, what is held, who learns, and how a credit moves.

use lectern_contract::{CourseId, UserId, courses::CourseState, credits::CourseFigures, sharing::Colleague};
use lectern_domain::{
    courses::list,
    credits::{figures::figures, given, outlook, requests},
    orders::own,
    plans::freeze,
};
use leptos::prelude::*;

use super::{requests::Requests, tab};
use crate::{
    caller::list_query,
    components::{FrozenBanner, Head, LowBanner, Number, OutlookSection, OwnDue, course_tabs::CourseTabs, screen},
    format,
    pages::manager::{
        area::{caller_here, crumbs, held_of, id, watched},
        buy::{MyOrders, buy_page},
    },
};

/// `/manager/courses/:id/credits`
#[component]
pub fn CourseCreditsPage() -> impl IntoView {
    let (caller, course, query) = (caller_here(), id::<CourseId>(), list_query());
    screen(async move {
        let (caller, course) = (caller?, course?);
        let (db, actor) = (caller.portal.reader(), caller.actor());
        let head = list::head(db, actor, course).await?;
        let figures = figures(db, actor, course).await?;
        let frozen = freeze::look(&caller.portal, actor).await?;
        let mut colleagues = given::colleagues(db, actor, course).await?;
        let may_give = colleagues.iter().any(|one| !one.suspended);
        let away = !may_give && !colleagues.is_empty();
        colleagues.retain(|one| one.given > 0);
        let asked = requests::list::mine(db, actor, course, &query).await?;
        let outlook = outlook::course(&caller.portal, actor, course).await?;
        let (may_buy, orders) = (
            own::may_buy(db, actor, course).await?,
            own::mine(db, actor, course).await?,
        );
        let archived = head.state == CourseState::Archived;
        let live = !archived;
        let (role, user) = (actor.role, actor.user);
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title=head.title.clone() sub="Your credits on this course." crumbs=crumbs(role)>
                    {live.then(|| view! { <a class="btn btn-primary" href=format!("{}/request", tab(course))>"Request Credits"</a> })}
                    {may_buy.then(|| view! { <a class="btn" href=buy_page(course)>"Purchase Credits"</a> })}
                    {may_give.then(|| view! { <a class="btn" href=format!("{}/give", tab(course))>"Give credits"</a> })}
                </Head>
                <CourseTabs role course title=head.title/>
                <FrozenBanner frozen role/>
                {live.then(|| view! { <LowBanner outlook=outlook.clone()/> })}
                {archived.then(|| view! { <p class="hint">"The course is archived: no credits can be requested for it."</p> })}
                {away.then(|| view! { <p class="hint">"Nobody else who manages this course can sign in now, so there is nobody to give credits to."</p> })}
                <Stats course user figures/>
                <OwnDue outlook=outlook.clone()/>
                <OutlookSection outlook ended=archived/>
                <Given course colleagues/>
                <MyOrders orders/>
                <Requests page=asked/>
                <HowCreditsMove/>
            </main>
        })
    })
}

#[component]
fn Stats(course: CourseId, user: UserId, figures: CourseFigures) -> impl IntoView {
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
            <li><a href=held_of(course, user)>
                <span class="stat-name">"Held"</span><span class="stat-num">{format::count(figures.held)}</span>
                <span class="stat-note">"by pending invitations"</span>
            </a></li>
            <li><a href=watched(course)>
                <span class="stat-name">"Learners"</span><span class="stat-num">{format::count(figures.learners)}</span>
                <span class="stat-note">"watched by you"</span>
            </a></li>
        </ul>
    }
}

/// What is with other managers and can come back; nothing where nothing was given.
#[component]
fn Given(course: CourseId, colleagues: Vec<Colleague>) -> impl IntoView {
    let line = move |one: Colleague| {
        let way = format!("{}/take-back?from={}", tab(course), one.user);
        view! {
            <tr>
                <th scope="row">{one.name.clone()}" "<span class="under">{one.email}</span></th>
                <td data-label="Given" class="num"><Number value=one.given/></td>
                <td data-label="Can come back" class="num"><Number value=one.returnable/></td>
                <td class="act">{(one.returnable > 0).then(|| view! {
                    <a class="btn btn-small" href=way>"Take back"<span class="visually-hidden">{format!(" from {}", one.name)}</span></a>
                })}</td>
            </tr>
        }
    };
    (!colleagues.is_empty()).then(|| view! {
        <section class="section" aria-labelledby="given">
            <header class="section-head"><h2 id="given">"Given to other managers"</h2></header>
            <div class="table-wrap" role="group" aria-labelledby="given" tabindex="0"><table class="table">
                <thead><tr>
                    <th scope="col">"Manager"</th><th scope="col" class="num">"Given"</th><th scope="col" class="num">"Can come back"</th>
                    <th scope="col" class="act"><span class="visually-hidden">"Actions"</span></th>
                </tr></thead>
                <tbody>{colleagues.into_iter().map(line).collect_view()}</tbody>
            </table></div>
        </section>
    })
}

/// What a credit does is explained in one place, by the settings in force.
#[component]
fn HowCreditsMove() -> impl IntoView {
    view! { <p><a href="/manager/how-credits-work">"How credits work: when one is held, taken, returned and expires"</a></p> }
}
