//! The top bar: name, areas of the acting role, role switcher at the right by the user's name; below it the pages of
//! the area, where it has several.

use lectern_contract::Role;
use lectern_domain::accounts::sessions::Person;
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    caller::{here, person},
    pages::account::actions::{SignOut, SwitchRole},
};

/// An entry of the bar; it leads to the first of its pages.
#[derive(PartialEq, Eq)]
struct Area {
    label: &'static str,
    pages: &'static [Page],
}

/// A page of an area, and the addresses that belong to it though they are not below its own.
#[derive(PartialEq, Eq)]
struct Page {
    href: &'static str,
    label: &'static str,
    also: &'static [&'static str],
}

const fn area(label: &'static str, pages: &'static [Page]) -> Area {
    Area { label, pages }
}

const fn page(href: &'static str, label: &'static str, also: &'static [&'static str]) -> Page {
    Page { href, label, also }
}

const ADMIN: &[Area] = &[
    area("Dashboard", &[page("/admin", "Dashboard", &[])]),
    area("Users", &[page("/admin/users", "Users", &["/admin/registrations"])]),
    area(
        "Courses",
        &[page(
            "/admin/courses",
            "Courses",
            &["/admin/invitations", "/admin/batches"],
        )],
    ),
    area(
        "Credits",
        &[
            page("/admin/plans", "Plans", &["/admin/subscriptions"]),
            page("/admin/requests", "Requests", &[]),
            page("/admin/purchases", "Purchases", &[]),
        ],
    ),
    area(
        "Records",
        &[
            page("/admin/outbox", "Outbox", &[]),
            page("/admin/audit", "Audit", &[]),
            page("/admin/refusals", "Refusals", &[]),
            page("/admin/proof", "Proof", &[]),
        ],
    ),
    area(
        "Settings",
        &[
            page("/admin/settings", "Settings", &[]),
            page("/admin/security", "Security", &[]),
            page("/admin/api-keys", "API keys", &[]),
            page("/admin/webhooks", "Webhooks", &["/admin/deliveries"]),
        ],
    ),
];

const MANAGER: &[Area] = &[
    area("Courses", &[page("/manager/courses", "Courses", &["/manager"])]),
    area("Refusals", &[page("/manager/refusals", "Refusals", &[])]),
    area(
        "How credits work",
        &[page("/manager/how-credits-work", "How credits work", &[])],
    ),
];

const LEARNER: &[Area] = &[area(
    "My courses",
    &[page("/learner/courses", "My courses", &["/learner"])],
)];

const fn areas(role: Role) -> &'static [Area] {
    match role {
        Role::Admin => ADMIN,
        Role::Manager => MANAGER,
        Role::Learner => LEARNER,
    }
}

impl Page {
    /// How much of an address says that it belongs here: the length of the beginning they share.
    fn claim(&self, path: &str) -> usize {
        let below = |start: &&str| {
            path.strip_prefix(start)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let starts = self.also.iter().copied().chain([self.href]);
        starts.filter(below).map(str::len).max().unwrap_or(0)
    }
}

/// The area and its page that an address belongs to.
fn place(role: Role, path: &str) -> Option<(&'static Area, &'static Page)> {
    let pages = areas(role)
        .iter()
        .flat_map(|area| area.pages.iter().map(move |page| (area, page)));
    pages
        .filter(|(_, page)| page.claim(path) > 0)
        .max_by_key(|(_, page)| page.claim(path))
}

/// The bar; strangers see the name alone.
#[component]
pub fn Top() -> impl IntoView {
    let person = person();
    let home = person.as_ref().map_or("/", |person| person.actor.role.home());
    let role = person.as_ref().map(|person| person.actor.role);
    view! {
        <header class="top">
            <div class="top-line">
                <a class="brand" href=home>"Lectern"</a>
                {person.map(|person| view! { <Areas role=person.actor.role/> <Who person/> })}
            </div>
            {role.map(|role| view! { <Sections role/> })}
        </header>
    }
    .into_any()
}

/// Where the reader is, without what was asked of the page.
fn path() -> String {
    here().split('?').next().unwrap_or_default().to_owned()
}

#[component]
fn Areas(role: Role) -> impl IntoView {
    let path = path();
    let at = place(role, &path).map(|(area, _)| area);
    let entry = |area: &'static Area| {
        let first = area.pages.first()?;
        let current = (at == Some(area)).then(|| if path == first.href { "page" } else { "true" });
        Some(view! { <li><a href=first.href aria-current=current>{area.label}</a></li> })
    };
    view! { <nav class="areas" aria-label=role.label()><ul>{areas(role).iter().map(entry).collect_view()}</ul></nav> }
        .into_any()
}

/// The pages of the area the reader is in; nothing where there is one.
#[component]
fn Sections(role: Role) -> impl IntoView {
    let path = path();
    let (area, at) = place(role, &path).filter(|(area, _)| area.pages.len() > 1)?;
    let entry = |page: &'static Page| {
        let current = (page == at).then(|| if path == page.href { "page" } else { "true" });
        view! { <li><a href=page.href aria-current=current>{page.label}</a></li> }
    };
    Some(view! {
        <nav class="areas sections" aria-label="In this area"><ul>{area.pages.iter().map(entry).collect_view()}</ul></nav>
    })
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
    use lectern_contract::Role;

    use super::place;

    #[test]
    fn every_page_stands_in_an_area() {
        for (role, path, area, page) in [
            (Role::Admin, "/admin", "Dashboard", "Dashboard"),
            (Role::Admin, "/admin/accounts/1/adjust", "Dashboard", "Dashboard"),
            (Role::Admin, "/admin/users/1/edit", "Users", "Users"),
            (Role::Admin, "/admin/registrations/1/withdraw", "Users", "Users"),
            (Role::Admin, "/admin/invitations/1/cancel", "Courses", "Courses"),
            (Role::Admin, "/admin/subscriptions/1/renew", "Credits", "Plans"),
            (Role::Admin, "/admin/requests/1/decline", "Credits", "Requests"),
            (Role::Admin, "/admin/deliveries/1", "Settings", "Webhooks"),
            (Role::Manager, "/manager/accounts/1", "Courses", "Courses"),
            (Role::Manager, "/manager/refusals", "Refusals", "Refusals"),
            (Role::Learner, "/learner/courses", "My courses", "My courses"),
        ] {
            let found = place(role, path).map(|(area, page)| (area.label, page.label));
            assert_eq!(found, Some((area, page)), "{path}");
        }
        assert!(place(Role::Admin, "/account").is_none());
        assert!(place(Role::Admin, "/administration").is_none());
    }
}
