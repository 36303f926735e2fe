//! The acceptance page: what is offered, and the ways to take it. Opening it changes nothing.

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use lectern_contract::{Role, invitations::InvitationView};
use lectern_domain::invitations::link;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    actions::AskForInvitation,
    ways::{OtherWays, Ways},
};
use crate::{
    caller::{path_id, person, portal},
    components::{FormButton, Head, screen, sign_in_path},
    format::day_in,
    pages::public::ended::Ended,
};

/// `/invitation/:token`
#[component]
pub fn InvitationPage() -> impl IntoView {
    let (portal, person, token) = (portal(), person(), path_id::<String>("token"));
    screen(async move {
        let token = token?;
        Ok(match link::view(&portal, &token).await? {
            InvitationView::Open {
                course,
                description,
                sender,
                organization,
                email,
                message,
                expires,
                time_zone,
                known,
            } => {
                let sub = format!("{sender} invites {email} to a course.");
                view! {
                    <main class="page page-narrow" id="main" tabindex="-1">
                        <Head title="Invitation" sub/>
                        <Offer course organization description expires time_zone/>
                        {(!message.is_empty()).then(|| view! { <Words sender message/> })}
                        <Ways token=token.clone() person=person.clone() email=email.clone() known/>
                        <OtherWays token person email/>
                    </main>
                }
                .into_any()
            }
            ended => view! { <NotOpen view=ended token/> }.into_any(),
        })
    })
}

/// The course, whose it is and until when.
#[component]
fn Offer(
    course: String,
    organization: String,
    description: String,
    expires: DateTime<Utc>,
    time_zone: String,
) -> impl IntoView {
    let day = day_in(expires, &time_zone);
    view! {
        <div class="offer">
            <p class="offer-name">{course}</p>
            <p class="quiet">{organization}" · until "<time datetime=expires.to_rfc3339()>{day}</time></p>
            {(!description.is_empty()).then(|| view! { <p class="offer-text">{description}</p> })}
        </div>
    }
}

/// The sender's own words, as plain text.
#[component]
fn Words(sender: String, message: String) -> impl IntoView {
    view! {
        <figure class="words">
            <blockquote>{message}</blockquote>
            <figcaption>{sender}</figcaption>
        </figure>
    }
}

/// Which end the invitation came to and the next step. Nothing of what it was about.
#[component]
pub fn NotOpen(
    /// What became of it.
    view: InvitationView,
    /// The link's token.
    token: String,
) -> impl IntoView {
    let (title, text) = words(&view);
    let status = if view == InvitationView::Unknown {
        StatusCode::NOT_FOUND
    } else {
        StatusCode::GONE
    };
    let over = matches!(
        view,
        InvitationView::Used | InvitationView::Canceled | InvitationView::Declined | InvitationView::Expired
    );
    let courses = Role::Learner.home();
    let way = match (person(), view) {
        (Some(_), InvitationView::Used) => (courses.to_owned(), "My courses"),
        (None, InvitationView::Used) => (sign_in_path(courses), "Sign in"),
        _ => ("/".to_owned(), "To the start"),
    };
    view! {
        <Ended status title text way>{over.then(|| view! { <AskAgain token/> })}</Ended>
    }
}

/// The sender is told by letter; the answer is the same whatever became of the invitation.
#[component]
fn AskAgain(token: String) -> impl IntoView {
    view! { <FormButton action=AskForInvitation::url() fields=vec![("token", token)] class="btn" label="Ask for a new invitation"/> }
}

const fn words(view: &InvitationView) -> (&'static str, &'static str) {
    match view {
        InvitationView::Used => (
            "Accepted invitation",
            "This invitation was accepted. The course is among the courses of the person who accepted it.",
        ),
        InvitationView::Replaced => (
            "Replaced invitation",
            "A newer letter replaced this link. Look for the newest letter and open the link in it.",
        ),
        InvitationView::Canceled => (
            "Canceled invitation",
            "This invitation was canceled. If you still want the course, ask for a new one.",
        ),
        InvitationView::Declined => (
            "Declined invitation",
            "This invitation was declined. If you want the course after all, ask for a new one.",
        ),
        InvitationView::Expired => (
            "Expired invitation",
            "The time of this invitation is over. Ask for a new one.",
        ),
        InvitationView::Disowned => (
            "Somebody else’s invitation",
            "Somebody who got this invitation said that it is not for them, so its link opens nothing. If it is for you, ask the person who invited you to send it again.",
        ),
        InvitationView::Open { .. } | InvitationView::Unknown => (
            "No invitation",
            "This link leads to no invitation. Check that the whole link of the letter was opened.",
        ),
    }
}
