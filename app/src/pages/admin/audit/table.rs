//! The rows of the log. Each opens its thing, as long as that exists.

use lectern_contract::{
    audit::{AuditLink, AuditRow, Change},
    people::DELETED,
};
use leptos::prelude::*;

use crate::{components::When, format::encoded};

/// The table.
#[component]
pub fn Rows(rows: Vec<AuditRow>) -> impl IntoView {
    view! {
        <div class="table-wrap" role="group" aria-labelledby="audit-caption" tabindex="0">
            <table class="table">
                <caption id="audit-caption"><span class="visually-hidden">"Audit log, the newest first"</span></caption>
                <thead><tr>
                    <th scope="col">"Act"</th><th scope="col">"To what"</th><th scope="col">"Who"</th>
                    <th scope="col">"From where"</th><th scope="col">"When"</th>
                </tr></thead>
                <tbody>{rows.into_iter().map(|row| view! { <Row row/> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(row: AuditRow) -> impl IntoView {
    let role = row.role.map(|role| format!(", {}", role.label().to_lowercase()));
    let actor = match row.actor {
        Some((id, name)) => view! { <a href=format!("/admin/audit?actor={id}")>{name}</a>{role} }.into_any(),
        None => "The portal".into_any(),
    };
    view! {
        <tr>
            <th scope="row">{row.act}<Changes changes=row.changes/></th>
            <td data-label="To what">{thing(row.link, row.name)}" "<span class="under">{row.kind}</span></td>
            <td data-label="Who">{actor}</td>
            <td data-label="From where">{row.source}</td>
            <td data-label="When"><When at=row.at/></td>
        </tr>
    }
}

fn thing(link: Option<AuditLink>, name: String) -> AnyView {
    let shown = if name.is_empty() {
        "Open".to_owned()
    } else {
        name.clone()
    };
    match link {
        Some(link) => view! { <a href=address(&link)>{shown}</a> }.into_any(),
        None => name.into_any(),
    }
}

fn address(link: &AuditLink) -> String {
    match link {
        AuditLink::User(id) => format!("/admin/users/{id}"),
        AuditLink::Course(id) => format!("/admin/courses/{id}"),
        AuditLink::Invitation(course, email) if email == DELETED => format!("/admin/courses/{course}/invitations"),
        AuditLink::Invitation(course, email) => format!("/admin/courses/{course}/invitations?q={}", encoded(email)),
        AuditLink::Page(noun, id) => format!("/admin/{noun}/{id}"),
        AuditLink::Area(area) => format!("/admin/{area}"),
    }
}

/// What changed, folded.
#[component]
fn Changes(changes: Vec<Change>) -> impl IntoView {
    let both = changes.iter().any(|change| change.before.is_some());
    let words = if both { "Before and after" } else { "Details" };
    (!changes.is_empty()).then(|| {
        view! {
            <details><summary><span class="quiet">{words}</span></summary>
                <ul>{changes.into_iter().map(|change| view! { <li>{in_words(&change)}</li> }).collect_view()}</ul>
            </details>
        }
    })
}

fn in_words(change: &Change) -> String {
    let what = if change.what.is_empty() {
        String::new()
    } else {
        format!("{}: ", change.what)
    };
    let after = change.after.as_deref().unwrap_or("nothing");
    match &change.before {
        Some(before) => format!("{what}{before} → {after}"),
        None => format!("{what}{after}"),
    }
}
