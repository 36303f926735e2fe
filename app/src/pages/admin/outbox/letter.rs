//! One letter as it looks.

use lectern_contract::{
    LetterId,
    letters::{LetterRow, LetterState, LetterView},
};
use lectern_domain::letters::outbox;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{NoMail, actions::SendLetterAgain};
use crate::{
    caller::{caller, path_id},
    components::{FormButton, Head, State, When, screen},
    shell::show_letters,
};

/// `/admin/outbox/:id`
#[component]
pub fn LetterPage() -> impl IntoView {
    let (caller, letter) = (caller(), path_id::<LetterId>("id"));
    show_letters();
    screen(async move {
        let (caller, letter) = (caller?, letter?);
        let LetterView { row, text, html } = outbox::show(caller.portal.reader(), caller.actor(), letter).await?;
        let mail = caller.portal.settings().mail;
        let crumbs = vec![("/admin/outbox".to_owned(), "Outbox".to_owned())];
        let fields = vec![("letter", letter.to_string())];
        let again = row.state != LetterState::Sent && mail;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title=row.subject.clone() sub=format!("To {}", row.recipient) crumbs>
                    {again.then(|| view! {
                        <FormButton action=SendLetterAgain::url() fields class="btn btn-primary" label="Send again"/>
                    })}
                </Head>
                {(!mail).then(|| view! { <NoMail/> })}
                <Fate row=row.clone()/>
                <Paper row text html/>
            </main>
        })
    })
}

/// What became of the letter.
#[component]
fn Fate(row: LetterRow) -> impl IntoView {
    view! {
        <dl class="facts">
            <div><dt>"State"</dt><dd><State state=row.state.as_str() label=row.state.label()/></dd></div>
            <div><dt>"Tries"</dt><dd class="num">{row.attempts}</dd></div>
            <div><dt>"Written"</dt><dd><When at=row.created/></dd></div>
            {row.sent.map(|at| view! { <div><dt>"Sent"</dt><dd><When at/></dd></div> })}
            {row.next_attempt.map(|at| view! { <div><dt>"Next try"</dt><dd><When at/></dd></div> })}
            {row.error.map(|error| view! { <div><dt>"The mail server said"</dt><dd>{error}</dd></div> })}
        </dl>
    }
}

/// The letter itself. The frame is sandboxed: nothing in it runs, and it reaches nothing.
#[component]
fn Paper(row: LetterRow, text: String, html: String) -> impl IntoView {
    view! {
        <figure class="letter">
            <figcaption><dl class="facts">
                <div><dt>"To"</dt><dd>{row.recipient}</dd></div>
                <div><dt>"Subject"</dt><dd>{row.subject}</dd></div>
            </dl></figcaption>
            <iframe sandbox="" srcdoc=html title="The letter"></iframe>
        </figure>
        <p class="hint">"Secret links are masked here: a letter’s link belongs to its reader alone."</p>
        <details><summary>"As plain text"</summary><div class="letter-body">{text}</div></details>
    }
}
