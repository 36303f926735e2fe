//! A new user.

use lectern_contract::Role;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    HAND_OVER,
    actions::CreateUser,
    crumbs,
    fields::{PersonFields, RolesField},
};
use crate::{
    caller::caller,
    components::{Head, NoMail, PostForm, screen},
};

/// `/admin/users/new`
#[component]
pub fn NewUserPage() -> impl IntoView {
    let caller = caller();
    screen(async move {
        let caller = caller?;
        caller.actor().require(Role::Admin)?;
        let mail = caller.portal.settings().mail;
        let sub = "A letter with a link to choose a password goes to the address.";
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="New User" sub crumbs=crumbs(None)/>
                {(!mail).then(|| view! { <NoMail says=HAND_OVER/> })}
                <PostForm action=CreateUser::url()>
                    <PersonFields/>
                    <RolesField held=vec![Role::Learner]/>
                    <div class="btn-row">
                        <button class="btn btn-primary">"Create user"</button><a class="btn" href="/admin/users">"Back"</a>
                    </div>
                </PostForm>
                <p class="hint">"To enroll the person at once, "<a href="/admin/users/enroll-new">"create and enroll"</a>" in one step."</p>
            </main>
        })
    })
}
