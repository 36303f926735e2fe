//! A user's name, address and roles.

use lectern_contract::{Refusal, UserId, people::UserState};
use lectern_domain::accounts::users;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    actions::EditUser,
    crumbs,
    fields::{PersonFields, RolesField},
};
use crate::{
    caller::{caller, path_id},
    components::{Head, PostForm, screen},
};

/// `/admin/users/:id/edit`
#[component]
pub fn EditUserPage() -> impl IntoView {
    let (caller, id) = (caller(), path_id::<UserId>("id"));
    screen(async move {
        let (caller, id) = (caller?, id?);
        let user = users::show(caller.portal.reader(), caller.actor(), id).await?;
        if user.state == UserState::Deleted {
            return Err(Refusal::UserDeleted.into());
        }
        let back = format!("/admin/users/{id}");
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Edit user" sub=user.email.clone() crumbs=crumbs(Some(&user))/>
                <PostForm action=EditUser::url()>
                    <input type="hidden" name="user" value=id.to_string()/>
                    <PersonFields name=user.name email=user.email/>
                    <RolesField held=user.roles/>
                    <div class="btn-row">
                        <button class="btn btn-primary">"Save"</button><a class="btn" href=back>"Back"</a>
                    </div>
                </PostForm>
            </main>
        })
    })
}
