//! "This is not me": the page that names what saying so does. It shows nobody's name or address.

use lectern_contract::invitations::InvitationView;
use lectern_domain::invitations::link;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::DisownInvitation, page::NotOpen};
use crate::{
    caller::{path_id, portal},
    components::{Confirm, Head, screen},
};

/// `/invitation/:token/not-me`
#[component]
pub fn NotMePage() -> impl IntoView {
    let (portal, token) = (portal(), path_id::<String>("token"));
    screen(async move {
        let token = token?;
        Ok(match link::view(&portal, &token).await? {
            InvitationView::Open { .. } => view! { <Say token/> }.into_any(),
            ended => view! { <NotOpen view=ended token/> }.into_any(),
        })
    })
}

#[component]
fn Say(token: String) -> impl IntoView {
    let consequences = vec![
        (
            "attention",
            "The sender is told that the letter reached somebody else".to_owned(),
        ),
        ("attention", "The link in the letter stops working".to_owned()),
        ("good", "No reminders come".to_owned()),
    ];
    let back = (format!("/invitation/{token}"), "Back to the invitation");
    view! {
        <main class="page page-narrow" id="main" tabindex="-1">
            <Head title="Not for you" sub="You got an invitation that is for somebody else."/>
            <Confirm action=DisownInvitation::url() fields=vec![("token", token)] consequences
                label="This is not me" back/>
        </main>
    }
}
