//! The list of letters.

use lectern_contract::{
    letters::{LetterRow, LetterState},
    paging::Page,
};
use lectern_domain::letters::outbox;
use leptos::prelude::*;

use super::KEPT;
use crate::{
    caller::{caller, list_query, parameter},
    components::{Empty, Filter, Head, NoMail, Pager, State, When, screen},
};

/// `/admin/outbox`
#[component]
pub fn OutboxPage() -> impl IntoView {
    let (caller, query, state) = (caller(), list_query(), parameter("state").parse::<LetterState>().ok());
    screen(async move {
        let caller = caller?;
        let page = outbox::list(caller.portal.reader(), caller.actor(), &query, state).await?;
        let filtered = !query.search.is_empty() || state.is_some();
        let states = LetterState::ALL
            .iter()
            .map(|state| (state.to_string(), state.label().to_owned()))
            .collect();
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Outbox" sub="Every letter the portal wrote, as it looks."/>
                {(!caller.portal.settings().mail).then(|| view! { <NoMail says=KEPT/> })}
                <Filter selects=vec![("state", "State", states)]/>
                <Letters page filtered/>
            </main>
        })
    })
}

#[component]
fn Letters(page: Page<LetterRow>, filtered: bool) -> impl IntoView {
    if page.rows.is_empty() {
        let (title, text) = if filtered {
            (
                "No such letter",
                "No letter has these words in its recipient or subject, in this state.",
            )
        } else {
            (
                "No letters yet",
                "Invite or enroll somebody: the letter to them will stand here.",
            )
        };
        return view! { <Empty title text/> }.into_any();
    }
    view! {
        <div class="table-wrap" role="group" aria-labelledby="letters-caption" tabindex="0">
            <table class="table">
                <caption id="letters-caption"><span class="visually-hidden">"Letters, the newest first"</span></caption>
                <thead><tr>
                    <th scope="col">"Subject"</th><th scope="col">"To"</th><th scope="col">"State"</th>
                    <th scope="col" class="num">"Tries"</th><th scope="col">"Written"</th><th scope="col">"Sent"</th>
                </tr></thead>
                <tbody>{page.rows.iter().cloned().map(|row| view! { <LetterLine row/> }).collect_view()}</tbody>
            </table>
        </div>
        <Pager page what="letters"/>
    }
    .into_any()
}

#[component]
fn LetterLine(row: LetterRow) -> impl IntoView {
    let error = row.error.map(|error| view! { <span class="under">{error}</span> });
    view! {
        <tr>
            <th scope="row"><a href=format!("/admin/outbox/{}", row.id)>{row.subject}</a></th>
            <td data-label="To">{row.recipient}</td>
            <td data-label="State"><State state=row.state.as_str() label=row.state.label()/>" "{error}</td>
            <td data-label="Tries" class="num">{row.attempts}</td>
            <td data-label="Written"><When at=row.created/></td>
            <td data-label="Sent">{row.sent.map(|at| view! { <When at/> })}</td>
        </tr>
    }
}
