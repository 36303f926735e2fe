//! The top bar: name, areas of the acting role, role switcher at the right by the user's name.

use lectern_contract::Role;
use lectern_domain::accounts::sessions::Person;
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    caller::{here, person},
    pages::account::actions::{SignOut, SwitchRole},
};

const fn areas(role: Role) -> &'static [(&'static str, &'static str)] {
    match role {
        Role::Admin => &[
            ("/admin", "Dashboard"),
            ("/admin/users", "Users"),
            ("/admin/courses", "Courses"),
            ("/admin/plans", "Plans"),
            ("/admin/requests", "Requests"),
            ("/admin/purchases", "Purchases"),
            ("/admin/outbox", "Outbox"),
            ("/admin/settings", "Settings"),
            ("/admin/refusals", "Refusals"),
            ("/admin/audit", "Audit"),
            ("/admin/security", "Security"),
            ("/admin/webhooks", "Webhooks"),
            ("/admin/api-keys", "API keys"),
            ("/admin/proof", "Proof"),
        ],
        Role::Manager => &[
            ("/manager/courses", "Courses"),
            ("/manager/refusals", "Refusals"),
            ("/manager/how-credits-work", "How credits work"),
        ],
        Role::Learner => &[("/learner/courses", "My courses")],
    }
}

/// The area a page belongs to, also where its address is not below the area's own.
fn area_of(path: &str) -> &str {
    let mut parts = path.split('/').skip(1);
    match (parts.next(), parts.next()) {
        (Some("admin"), Some("accounts" | "credits")) => "/admin",
        (Some("admin"), Some("registrations")) => "/admin/users",
        (Some("admin"), Some("subscriptions")) => "/admin/plans",
        (Some("admin"), Some("invitations")) => "/admin/courses",
        (Some("admin"), Some("deliveries")) => "/admin/webhooks",
        (Some("manager"), Some("accounts" | "batches" | "invitations")) => "/manager/courses",
        (Some(area), Some(noun)) => &path[..area.len() + noun.len() + 2],
        _ => path,
    }
}

/// The bar; strangers see the name alone.
#[component]
pub fn Top() -> impl IntoView {
    let person = person();
    let home = person.as_ref().map_or("/", |person| person.actor.role.home());
    view! {
        <header class="top"><div class="top-line">
            <a class="brand" href=home>"Lectern"</a>
            {person.map(|person| view! { <Areas role=person.actor.role/> <Who person/> })}
        </div></header>
    }
    .into_any()
}

#[component]
fn Areas(role: Role) -> impl IntoView {
    let here = here();
    let path = here.split('?').next().unwrap_or_default().to_owned();
    let current = move |href: &str| match href {
        _ if path == href => Some("page"),
        _ if href == area_of(&path) => Some("true"),
        _ => None,
    };
    view! {
        <nav class="areas" aria-label=role.label()><ul>
            {areas(role).iter().map(|(href, label)| view! {
                <li><a href=*href aria-current=current(href)>{*label}</a></li>
            }).collect_view()}
        </ul></nav>
    }
    .into_any()
}

#[component]
fn Who(person: Person) -> impl IntoView {
    let acting = person.actor.role;
    let several = person.roles.len() > 1;
    view! {
        <details class="menu menu-more who" name="menu">
            <summary><span class="who-name">{person.name}</span>" "<span class="who-role">{acting.label()}</span></summary>
            <div class="menu-panel">
                {several.then(|| view! {
                    <p class="menu-title">"Act as"</p>
                    <form method="post" action=SwitchRole::url()>
                        {person.roles.into_iter().map(|role| view! {
                            <button name="role" value=role.as_str() aria-current=(role == acting).then_some("true")>{role.label()}</button>
                        }).collect_view()}
                    </form>
                    <hr/>
                })}
                <a href="/account">"Account"</a>
                <form method="post" action=SignOut::url()><button>"Sign out"</button></form>
            </div>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::area_of;

    #[test]
    fn every_page_stands_in_an_area() {
        for (path, area) in [
            ("/admin", "/admin"),
            ("/admin/accounts/1/adjust", "/admin"),
            ("/admin/users/1/edit", "/admin/users"),
            ("/admin/registrations/1/withdraw", "/admin/users"),
            ("/admin/invitations/1/cancel", "/admin/courses"),
            ("/admin/subscriptions/1/renew", "/admin/plans"),
            ("/admin/requests/1/decline", "/admin/requests"),
            ("/admin/deliveries/1", "/admin/webhooks"),
            ("/manager/accounts/1", "/manager/courses"),
            ("/manager/batches/1/cancel", "/manager/courses"),
            ("/manager/refusals", "/manager/refusals"),
            ("/learner/courses", "/learner/courses"),
            ("/account", "/account"),
        ] {
            assert_eq!(area_of(path), area);
        }
    }
}
