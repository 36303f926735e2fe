//! A user's profile.

use lectern_contract::{
    UserId,
    people::{UserRow, UserState},
};
use lectern_domain::{accounts::users, registrations::lists};
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
        let active = user.state == UserState::Active;
        let enroll = format!("/admin/users/{id}/enroll");
        let menu = user.clone();
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title=user.name.clone() sub=user.email.clone() crumbs=crumbs(None)>
                    {active.then(|| view! { <a class="btn btn-primary" href=enroll>"Enroll User"</a> })}
                    <UserMenu user=menu/>
                </Head>
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
