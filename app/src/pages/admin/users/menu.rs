//! What an admin can do to a user, as the user's state allows it.

use lectern_contract::people::{UserRow, UserState};
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::RestoreUser;
use crate::components::{FormButton, Menu};

/// The ⋮ menu of a user.
#[component]
pub fn UserMenu(
    /// Whose menu.
    user: UserRow,
    /// Whether to lead to the profile; not there itself.
    #[prop(optional)]
    profile: bool,
) -> impl IntoView {
    let base = format!("/admin/users/{}", user.id);
    view! {
        <Menu of=user.name.clone()>
            {profile.then(|| view! { <a href=base.clone()>"View Profile"</a> })}
            {match user.state {
                UserState::Deleted => view! { <p class="menu-note">"Deleted: nothing can be changed any more."</p> }.into_any(),
                UserState::Active => view! { <ActiveActs base profile/> }.into_any(),
                UserState::Suspended => view! { <SuspendedActs base user/> }.into_any(),
            }}
        </Menu>
    }
}

#[component]
fn ActiveActs(base: String, profile: bool) -> impl IntoView {
    view! {
        <a href=format!("{base}/edit")>"Edit"</a>
        {profile.then(|| view! { <a href=format!("{base}/enroll")>"Enroll User"</a> })}
        <hr/>
        <a class="menu-danger" href=format!("{base}/second-factor")>"Reset Second Factor"</a>
        <a class="menu-danger" href=format!("{base}/suspend")>"Suspend"</a>
        <a class="menu-danger" href=format!("{base}/delete")>"Delete"</a>
    }
}

#[component]
fn SuspendedActs(base: String, user: UserRow) -> impl IntoView {
    view! {
        <a href=format!("{base}/edit")>"Edit"</a>
        <FormButton action=RestoreUser::url() fields=vec![("user", user.id.to_string())] label="Restore"/>
        <p class="menu-note">"Suspended: restore before enrolling."</p>
        <hr/>
        <a class="menu-danger" href=format!("{base}/delete")>"Delete"</a>
    }
}
