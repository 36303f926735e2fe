//! The rows of the log.

use lectern_contract::{Role, refused::RefusedRow};
use leptos::prelude::*;

use crate::{components::When, format, pages::manager::area::batch_page};

/// The table.
#[component]
pub fn Rows(rows: Vec<RefusedRow>, role: Role) -> impl IntoView {
    view! {
        <div class="table-wrap" role="group" aria-labelledby="refusals-caption" tabindex="0">
            <table class="table">
                <caption id="refusals-caption"><span class="visually-hidden">"Refusals, the newest first"</span></caption>
                <thead><tr>
                    <th scope="col">"For whom"</th><th scope="col">"What"</th><th scope="col">"Reason"</th>
                    <th scope="col">"Course"</th><th scope="col">"Who tried"</th><th scope="col" class="num">"Times"</th>
                    <th scope="col">"When"</th>
                </tr></thead>
                <tbody>{rows.into_iter().map(|row| view! { <Row row role/> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(row: RefusedRow, role: Role) -> impl IntoView {
    let list = row
        .batch
        .map(|id| view! { " "<a class="under" href=batch_page(role, id)>"from a list"</a> });
    let course = row
        .course
        .clone()
        .map(|(id, title)| view! { <a href=format!("/{role}/courses/{id}")>{title}</a> });
    view! {
        <tr>
            <th scope="row">{person(&row, role)}{list}</th>
            <td data-label="What">{row.act.label()}</td>
            <td data-label="Reason">{row.reason.label()}" "<span class="under">{row.sentence}</span></td>
            <td data-label="Course">{course}</td>
            <td data-label="Who tried">{actor(row.actor, row.role, role)}
                {(!row.source.is_empty()).then(|| view! { " "<span class="under">{row.source.clone()}</span> })}</td>
            <td data-label="Times" class="num">{format::number(row.times)}</td>
            <td data-label="When"><When at=row.last/></td>
        </tr>
    }
}

fn person(row: &RefusedRow, role: Role) -> AnyView {
    match &row.user {
        Some((id, name)) if role == Role::Admin => {
            view! { <a href=format!("/admin/users/{id}")>{name.clone()}</a> }.into_any()
        }
        Some((_, name)) => name.clone().into_any(),
        None if row.address.is_empty() => "–".into_any(),
        None => row.address.clone().into_any(),
    }
}

fn actor(actor: Option<(lectern_contract::UserId, String)>, acted: Option<Role>, role: Role) -> AnyView {
    let word = acted.map(|role| format!(", {}", role.label().to_lowercase()));
    match actor {
        Some((id, name)) if role == Role::Admin => {
            view! { <a href=format!("/admin/users/{id}")>{name}</a>{word} }.into_any()
        }
        Some((_, name)) => view! { {name}{word} }.into_any(),
        None => "Somebody with the link".into_any(),
    }
}
