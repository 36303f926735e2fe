//! Where a list is given, and the lists given before.

use lectern_contract::{CourseId, Role, batches::BatchSummary, limits, refusal::Field as Name};
use lectern_domain::{courses::list, credits::figures::figures, invitations::batch::view};
use leptos::prelude::*;

use super::rows::batch_state;
use crate::{
    components::{Empty, FileField, Head, LongField, NoMail, PostForm, State, When, screen},
    format,
    pages::manager::{
        area::{batch_page, bulk_of, caller_here, crumbs, id, invitations_of},
        invitations::{NO_MAIL, send_form::Available},
    },
};

/// `/manager/courses/:id/bulk`, `/admin/courses/:id/bulk`
#[component]
pub fn BulkUploadPage() -> impl IntoView {
    let (caller, course) = (caller_here(), id::<CourseId>());
    screen(async move {
        let (caller, course) = (caller?, course?);
        let (db, actor) = (caller.portal.reader(), caller.actor());
        let head = list::head(db, actor, course).await?;
        let figures = figures(db, actor, course).await?;
        let batches = view::list(db, actor, course).await?;
        let (role, live) = (actor.role, head.state.is_live());
        let mut crumbs = crumbs(role);
        crumbs.push((invitations_of(role, course), head.title));
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Bulk upload" crumbs/>
                {(!caller.portal.settings().mail).then(|| view! { <NoMail says=NO_MAIL/> })}
                <section class="section" aria-labelledby="give">
                    <header class="section-head"><h2 id="give">"A list of addresses"</h2><Available role course figures/></header>
                    {if live {
                        view! { <ListForm role course/> }.into_any()
                    } else {
                        view! { <p class="hint">"The course is not published, so nobody can be invited to it."</p> }.into_any()
                    }}
                </section>
                <section class="section" aria-labelledby="lists">
                    <header class="section-head"><h2 id="lists">"Lists given before"</h2></header>
                    <Lists batches role/>
                </section>
            </main>
        })
    })
}

/// A plain multipart form: the server reads it as a stream.
#[component]
fn ListForm(role: Role, course: CourseId) -> impl IntoView {
    let limit = limits::BATCH_MEGABYTES;
    let hint = format!(
        "With or without a header; separated by comma, semicolon or tab. At most {} addresses and {limit} MB.",
        format::count(limits::BATCH_ROWS.into())
    );
    view! {
        <PostForm action=format!("{}/upload", bulk_of(role, course)) id="list" enctype="multipart/form-data">
            <LongField field=Name::Addresses label="E-mail addresses" rows=8 optional=true
                hint="Paste them, separated by comma, semicolon or line break; “Name <address>” is fine."/>
            <FileField label="CSV file" hint accept=".csv,.txt,text/csv,text/plain" limit/>
            <p class="hint">"First you see what would happen to each address; nothing is sent by this step. "<a href="/sample-invitations.csv" download>"Sample CSV"</a></p>
            <div class="btn-row"><button class="btn btn-primary">"Look it over"</button></div>
        </PostForm>
    }
}

#[component]
fn Lists(batches: Vec<BatchSummary>, role: Role) -> impl IntoView {
    if batches.is_empty() {
        return view! { <Empty title="No lists yet" text="Give one above; it stays here with what became of each address."/> }.into_any();
    }
    view! {
        <div class="table-wrap" role="group" aria-labelledby="lists" tabindex="0">
            <table class="table">
                <caption><span class="visually-hidden">"Lists given before"</span></caption>
                <thead><tr>
                    <th scope="col">"List"</th>
                    <th scope="col">"State"</th>
                    <th scope="col">"Given"</th>
                    <th scope="col" class="num">"Rows"</th>
                    <th scope="col" class="num">"Sent"</th>
                </tr></thead>
                <tbody>{batches.into_iter().map(|batch| view! { <List batch role/> }).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn List(batch: BatchSummary, role: Role) -> impl IntoView {
    let sender = (role == Role::Admin).then(|| format!("by {} as {}", batch.sender, batch.role.label()));
    view! {
        <tr>
            <th scope="row">
                <a href=batch_page(role, batch.id)>{batch.name}</a>
                {sender.map(|by| view! { " "<span class="under">{by}</span> })}
            </th>
            <td data-label="State"><State state=batch_state(batch.state) label=batch.state.label()/></td>
            <td data-label="Given"><When at=batch.given/></td>
            <td data-label="Rows" class="num">{format::number(batch.rows)}</td>
            <td data-label="Sent" class="num">{format::number(batch.sent)}</td>
        </tr>
    }
}
