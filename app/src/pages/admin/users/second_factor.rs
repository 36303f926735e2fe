//! What resetting a user's second factor will do, before it is done.

use lectern_contract::{UserId, people::UserRow};
use lectern_domain::accounts::{second_factor::reset, users};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::ResetSecondFactor, crumbs};
use crate::{
    caller::{caller, path_id},
    components::{Confirm, Head, screen},
};

/// `/admin/users/:id/second-factor`
#[component]
pub fn ResetSecondFactorPage() -> impl IntoView {
    let (caller, id) = (caller(), path_id::<UserId>("id"));
    screen(async move {
        let (caller, id) = (caller?, id?);
        let (db, actor) = (caller.portal.reader(), caller.actor());
        let user = users::show(db, actor, id).await?;
        let has_one = reset::has_one(db, actor, id).await?;
        let own = actor.user == id;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Reset second factor" sub=user.email.clone() crumbs=crumbs(Some(&user))/>
                {match (has_one, own) {
                    (_, true) => view! { <p>"You turn your own second factor off on "<a href="/account/second-factor">"your account page"</a>"."</p> }.into_any(),
                    (false, _) => view! { <p>{format!("{} has no second factor.", user.name)}</p> }.into_any(),
                    (true, _) => view! { <Question user/> }.into_any(),
                }}
            </main>
        })
    })
}

#[component]
fn Question(user: UserRow) -> impl IntoView {
    let consequences = vec![
        (
            "attention",
            "Make sure that it is really them who ask: call them back".to_owned(),
        ),
        (
            "attention",
            format!(
                "{} signs in with the password alone until it is set up again",
                user.name
            ),
        ),
        (
            "attention",
            "Their recovery codes stop working, and they are signed out everywhere".to_owned(),
        ),
        ("", format!("A letter to {} says so", user.email)),
    ];
    let back = (format!("/admin/users/{}", user.id), "Keep it");
    let fields = vec![("user", user.id.to_string())];
    view! { <Confirm action=ResetSecondFactor::url() fields consequences label="Reset second factor" back/> }
}
