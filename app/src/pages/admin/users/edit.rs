//! A user's name, address and roles.

use lectern_contract::{
    Refusal, UserId,
    people::{UserRow, UserState},
};
use lectern_domain::{accounts::users, courses::list};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    actions::EditUser,
    crumbs,
    fields::{PersonFields, RolesField},
    roles::{TakeRole, unsure},
};
use crate::{
    caller::{caller, path_id},
    components::{Head, PostForm, screen},
};

/// `/admin/users/:id/edit`
#[component]
pub fn EditUserPage() -> impl IntoView {
    let (caller, id, typed) = (caller(), path_id::<UserId>("id"), unsure());
    screen(async move {
        let (caller, id) = (caller?, id?);
        let (db, actor) = (caller.portal.reader(), caller.actor());
        let user = users::show(db, actor, id).await?;
        if user.state == UserState::Deleted {
            return Err(Refusal::UserDeleted.into());
        }
        let Some(typed) = typed else {
            return Ok(view! { <Edit user/> }.into_any());
        };
        let managed = list::managed_by(db, actor, id).await?;
        let own = actor.user == id;
        Ok(view! { <TakeRole user own typed managed/> }.into_any())
    })
}

#[component]
fn Edit(user: UserRow) -> impl IntoView {
    let id = user.id;
    let back = format!("/admin/users/{id}");
    view! {
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
    }
}
