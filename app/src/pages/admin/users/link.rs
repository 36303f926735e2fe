//! The link to a first password, where no mail leaves the portal.

use chrono::{DateTime, Utc};
use lectern_contract::{
    UserId,
    people::{PasswordLink, UserRow},
};
use lectern_domain::accounts::{password_link, users};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::MakePasswordLink, crumbs};
use crate::{
    caller::{caller, path_id},
    components::{FormButton, Head, When, screen},
    islands::copy_button::CopyButton,
};

/// `/admin/users/:id/link`. Looking at a link is written into the audit log, and nothing else changes; a new one is made
/// by its button.
#[component]
pub fn PasswordLinkPage() -> impl IntoView {
    let (caller, id) = (caller(), path_id::<UserId>("id"));
    screen(async move {
        let (caller, id) = (caller?, id?);
        let user = users::show(caller.portal.reader(), caller.actor(), id).await?;
        let tx = caller.portal.begin().await?;
        let link = password_link::look(&tx, caller.actor(), id).await?;
        tx.commit().await?;
        Ok(view! {
            <main class="page page-narrow" id="main" tabindex="-1">
                <Head title="Link to a password" sub=user.email.clone() crumbs=crumbs(Some(&user))/>
                {match link {
                    PasswordLink::Chosen => view! { <Chosen user/> }.into_any(),
                    PasswordLink::Over => view! { <Over user/> }.into_any(),
                    PasswordLink::Open { address, until } => view! { <Open user address until/> }.into_any(),
                }}
            </main>
        })
    })
}

#[component]
fn Chosen(user: UserRow) -> impl IntoView {
    view! {
        <p>{format!("{} has chosen a password already.", user.name)}</p>
        <div class="btn-row"><a class="btn btn-primary" href=profile(&user)>"Back to the profile"</a></div>
    }
}

#[component]
fn Over(user: UserRow) -> impl IntoView {
    let back = profile(&user);
    let fields = vec![("user", user.id.to_string())];
    view! {
        <p>{format!("No link of {} works any more: each works once, for one day.", user.name)}</p>
        <div class="btn-row">
            <FormButton action=MakePasswordLink::url() fields class="btn btn-primary" label="Make a link"/>
            <a class="btn" href=back>"Back to the profile"</a>
        </div>
    }
}

#[component]
fn Open(user: UserRow, address: String, until: DateTime<Utc>) -> impl IntoView {
    let back = profile(&user);
    let fields = vec![("user", user.id.to_string())];
    view! {
        <p>{format!("This portal sends no mail, so hand this link to {} yourself. Who has it can choose the password of their account.", user.name)}</p>
        <div class="copy">
            <label class="visually-hidden" for="link">"Link"</label>
            <input id="link" readonly value=address/>
            <CopyButton/>
        </div>
        <p class="hint">"It works once, until "<When at=until/>". That you looked at it stands in the audit log."</p>
        <div class="btn-row">
            <a class="btn" href=back>"Back to the profile"</a>
            <FormButton action=MakePasswordLink::url() fields class="btn" label="Make a new link"/>
        </div>
    }
}

fn profile(user: &UserRow) -> String {
    format!("/admin/users/{}", user.id)
}
