//! The *Invite users* tab of a manager and the *Invitations* tab of an admin.

use lectern_contract::{CourseId, Role, invitations::Holding};
use lectern_domain::{
    courses::list,
    credits::{figures::figures, outlook},
    invitations::{
        claims,
        log::{self, Wanted},
    },
    plans::freeze,
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    NO_MAIL,
    actions::SendInvitations,
    claims::Claims,
    log::{Log, Scope},
    send_form::{Available, SendForm, why_not},
};
use crate::{
    caller::{Caller, list_query, parameter, refused_form},
    components::{FrozenBanner, Head, LowBanner, NoMail, course_tabs::CourseTabs, screen},
    pages::manager::area::{bulk_of, caller_here, crumbs, id, manager_named},
    refusal::Answer,
};

/// `/manager/courses/:id`, `/admin/courses/:id/invitations`
#[component]
pub fn InvitationsPage() -> impl IntoView {
    let (caller, course, query) = (caller_here(), id::<CourseId>(), list_query());
    let asked = asked();
    let came_back = was_refused(SendInvitations::url());
    screen(async move {
        let (caller, course) = (caller?, course?);
        let (db, actor) = (caller.portal.reader(), caller.actor());
        let head = list::head(db, actor, course).await?;
        let figures = figures(db, actor, course).await?;
        let page = log::list(&caller.portal, actor, course, &query, asked).await?;
        let by = narrowed(&caller, asked).await?;
        let claims = claims::open(&caller.portal, actor, course).await?;
        let frozen = freeze::look(&caller.portal, actor).await?;
        let role = actor.role;
        // What a course has left is said on its overview; admins invite from the pool as well.
        let low = match role {
            Role::Manager => outlook::low(&caller.portal, actor, course).await?,
            _ => None,
        };
        let scope = Scope {
            role,
            live: head.state.is_live(),
            credit: figures.spendable() > 0,
            mail: caller.portal.settings().mail,
        };
        let narrowed = asked.state.is_some() || !by.is_empty() || !query.search.is_empty();
        let refused = why_not(role, head.state, &figures);
        // What was typed comes back even where the last credit is gone by now.
        let offered = refused.is_none() || came_back;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title=head.title.clone() crumbs=crumbs(role)/>
                <CourseTabs role course title=head.title/>
                <FrozenBanner frozen role/>
                {(!scope.mail).then(|| view! { <NoMail says=NO_MAIL/> })}
                {low.map(|outlook| view! { <LowBanner outlook/> })}
                <section class="section" aria-labelledby="send">
                    <header class="section-head"><h2 id="send">"Invite users"</h2><Available role course figures/></header>
                    {refused.map(|why| view! { <p class="hint">{why}</p> })}
                    {(role == Role::Manager).then(|| view! { <p class="hint"><a href="/manager/how-credits-work">"How credits work"</a></p> })}
                    {offered.then(|| view! { <SendForm course/> })}
                    {scope.live.then(|| view! {
                        <p>"For a list or a CSV file of up to 100,000 addresses there is the "<a href=bulk_of(role, course)>"bulk upload"</a>"."</p>
                    })}
                </section>
                <Claims claims/>
                <section class="section" aria-labelledby="log">
                    <header class="section-head"><h2 id="log">"Invitations"</h2></header>
                    <Log page narrowed by scope/>
                </section>
            </main>
        })
    })
}

/// What the address asks for beside words and page.
fn asked() -> Wanted {
    Wanted {
        state: parameter("state").parse().ok(),
        sender: parameter("manager").parse().ok(),
        holding: parameter("holding").parse().ok(),
    }
}

/// What else than words and state narrows the log, in words.
async fn narrowed(caller: &Caller, asked: Wanted) -> Answer<Vec<(&'static str, String)>> {
    let mut by = Vec::new();
    if let Some(name) = manager_named(caller, asked.sender).await? {
        by.push(("manager", format!("Sent by {name} or handed over to them")));
    }
    let holding = match asked.holding {
        None => return Ok(by),
        Some(Holding::Anybodys) => "Holding a credit".to_owned(),
        Some(Holding::Of(manager)) => match manager_named(caller, Some(manager)).await? {
            Some(name) => format!("Holding a credit of {name}"),
            None => "Holding one of your credits".to_owned(),
        },
    };
    by.push(("holding", holding));
    Ok(by)
}

/// Whether this page is shown again because a form with this action was refused.
fn was_refused(action: &str) -> bool {
    refused_form().is_some_and(|form| form.action == action)
}
