//! A user's profile.

use lectern_contract::{
    UserId,
    people::{UserRow, UserState},
};
use lectern_domain::{
    accounts::{password_link, users},
    registrations::lists,
};
use leptos::prelude::*;

use super::{crumbs, list::roles_in_words, menu::UserMenu, registrations::Registrations};
use crate::{
    caller::{caller, path_id},
    components::{Head, State, When, screen},
};

/// `/admin/users/:id`
#[component]
pub fn ProfilePage() -> impl IntoView {
    let (caller, id) = (caller(), path_id::<UserId>("id"));
    screen(async move {
        let (caller, id) = (caller?, id?);
        let (db, actor) = (caller.portal.reader(), caller.actor());
        let user = users::show(db, actor, id).await?;
        let registrations = lists::of_user(db, actor, id).await?;
        let waits = password_link::is_offered(&caller.portal, actor, id).await?;
        let active = user.state == UserState::Active;
        let (enroll, link) = (format!("/admin/users/{id}/enroll"), format!("/admin/users/{id}/link"));
        let menu = user.clone();
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title=user.name.clone() sub=user.email.clone() crumbs=crumbs(None)>
                    {active.then(|| view! { <a class="btn btn-primary" href=enroll>"Enroll User"</a> })}
                    {waits.then(|| view! { <a class="btn" href=link>"Copy Link"</a> })}
                    <UserMenu user=menu/>
                </Head>
                {waits.then(|| view! { <p class="hint">"Has not chosen a password yet, so they cannot sign in. Hand them the link to choose one."</p> })}
                <Facts user/>
                <Registrations registrations active/>
            </main>
        })
    })
}

#[component]
fn Facts(user: UserRow) -> impl IntoView {
    view! {
        <dl class="facts">
            <div><dt>"State"</dt><dd><State state=user.state.as_str() label=user.state.label()/></dd></div>
            <div><dt>"Roles"</dt><dd>{roles_in_words(&user.roles)}</dd></div>
            <div><dt>"Last sign-in"</dt><dd><When at=user.last_sign_in/></dd></div>
        </dl>
    }
}
