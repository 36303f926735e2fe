//! The page behind "No more reminders" in a reminder. No sign-in: the link is enough, also that of an older letter.

use lectern_contract::invitations::InvitationView;
use lectern_domain::invitations::{link, remind};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::RefuseReminders, page::NotOpen};
use crate::{
    caller::{path_id, portal},
    components::{Confirm, Head, screen},
};

/// `/invitation/:token/reminders`
#[component]
pub fn NoRemindersPage() -> impl IntoView {
    let (portal, token) = (portal(), path_id::<String>("token"));
    screen(async move {
        let token = token?;
        if remind::may_stop(&portal, &token).await? {
            return Ok(view! { <Stop token/> }.into_any());
        }
        let view = match link::view(&portal, &token).await? {
            // Only the link of another address gets here.
            InvitationView::Open { .. } => InvitationView::Replaced,
            ended => ended,
        };
        Ok(view! { <NotOpen view token/> }.into_any())
    })
}

#[component]
fn Stop(token: String) -> impl IntoView {
    let consequences = vec![
        ("good", "No more reminders of this invitation come to you".to_owned()),
        (
            "",
            "The invitation stays open: you can still accept or decline it".to_owned(),
        ),
    ];
    let back = (format!("/invitation/{token}"), "See the invitation");
    view! {
        <main class="page page-narrow" id="main" tabindex="-1">
            <Head title="No more reminders"/>
            <Confirm action=RefuseReminders::url() fields=vec![("token", token)] consequences
                label="No more reminders" back/>
        </main>
    }
}
