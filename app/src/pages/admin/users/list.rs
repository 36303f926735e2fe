//! The list of users.

use lectern_contract::{
    Role,
    paging::Page,
    people::{UserFilter, UserRow, UserState},
};
use lectern_domain::accounts::users;
use leptos::prelude::*;

use super::menu::UserMenu;
use crate::{
    caller::{caller, list_query, parameter},
    components::{Empty, Filter, Head, Pager, State, When, screen},
};

/// `/admin/users`
#[component]
pub fn UsersPage() -> impl IntoView {
    let (caller, query) = (caller(), list_query());
    let filter = UserFilter {
        role: parameter("role").parse().ok(),
        state: parameter("state").parse().ok(),
    };
    screen(async move {
        let caller = caller?;
        let page = users::list(caller.portal.reader(), caller.actor(), &query, &filter).await?;
        let roles = Role::ALL
            .iter()
            .map(|role| (role.to_string(), role.label().to_owned()))
            .collect();
        let states = UserState::ALL
            .iter()
            .map(|state| (state.to_string(), state.label().to_owned()))
            .collect();
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Users" sub="Everybody who can sign in, without limit.">
                    <a class="btn btn-primary" href="/admin/users/new">"New User"</a>
                    <a class="btn" href="/admin/users/enroll-new">"Create and enroll"</a>
                </Head>
                <Filter selects=vec![("role", "Role", roles), ("state", "State", states)]/>
                <Users page/>
            </main>
        })
    })
}

#[component]
fn Users(page: Page<UserRow>) -> impl IntoView {
    if page.rows.is_empty() {
        let text = "Nobody has these words in their name or address, with this role and state. Deleted users are shown only when asked for.";
        return view! { <Empty title="Nobody found" text/> }.into_any();
    }
    view! {
        <div class="table-wrap" role="group" aria-labelledby="users-caption" tabindex="0">
            <table class="table">
                <caption id="users-caption"><span class="visually-hidden">"Users by name"</span></caption>
                <thead><tr>
                    <th scope="col" aria-sort="ascending">"Name"</th><th scope="col">"Roles"</th><th scope="col">"State"</th>
                    <th scope="col">"Last sign-in"</th>
                    <th scope="col" class="act"><span class="visually-hidden">"Actions"</span></th>
                </tr></thead>
                <tbody>{page.rows.iter().cloned().map(|user| view! { <UserLine user/> }).collect_view()}</tbody>
            </table>
        </div>
        <Pager page what="users"/>
    }
    .into_any()
}

#[component]
fn UserLine(user: UserRow) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/admin/users/{}", user.id)>{user.name.clone()}</a>" "<span class="under">{user.email.clone()}</span>
            </th>
            <td data-label="Roles">{roles_in_words(&user.roles)}</td>
            <td data-label="State"><State state=user.state.as_str() label=user.state.label()/></td>
            <td data-label="Last sign-in"><When at=user.last_sign_in/></td>
            <td class="act"><UserMenu user profile=true/></td>
        </tr>
    }
}

/// "Admin, Learner".
pub(super) fn roles_in_words(roles: &[Role]) -> String {
    roles.iter().map(|role| role.label()).collect::<Vec<_>>().join(", ")
}
