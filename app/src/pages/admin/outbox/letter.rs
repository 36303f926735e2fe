//! One letter as it looks.

use chrono::{DateTime, Utc};
use lectern_contract::{
    LetterId,
    letters::{LetterRow, LetterState, LetterView},
};
use lectern_domain::letters::outbox;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    KEPT,
    actions::{LetterCameBack, SendLetterAgain},
};
use crate::{
    caller::{caller, path_id},
    components::{FormButton, Head, NoMail, State, When, screen},
    shell::show_letters,
};

/// `/admin/outbox/:id`
#[component]
pub fn LetterPage() -> impl IntoView {
    let (caller, letter) = (caller(), path_id::<LetterId>("id"));
    show_letters();
    screen(async move {
        let (caller, letter) = (caller?, letter?);
        let LetterView {
            row,
            text,
            html,
            came_back,
        } = outbox::show(caller.portal.reader(), caller.actor(), letter).await?;
        let mail = caller.portal.settings().mail;
        let crumbs = vec![("/admin/outbox".to_owned(), "Outbox".to_owned())];
        let fields = vec![("letter", letter.to_string())];
        let again = mail && outbox::may_send_again(&caller.portal, caller.actor(), letter).await?;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title=row.subject.clone() sub=format!("To {}", row.recipient) crumbs>
                    {again.then(|| view! {
                        <FormButton action=SendLetterAgain::url() fields class="btn btn-primary" label="Send again"/>
                    })}
                </Head>
                {(!mail).then(|| view! { <NoMail says=KEPT/> })}
                <Fate row=row.clone() came_back=came_back.clone()/>
                <CameBack row=row.clone() known=came_back.is_some()/>
                <Paper row text html/>
            </main>
        })
    })
}

/// What became of the letter.
#[component]
fn Fate(row: LetterRow, came_back: Option<(DateTime<Utc>, String)>) -> impl IntoView {
    view! {
        <dl class="facts">
            <div><dt>"State"</dt><dd><State state=row.state.as_str() label=row.state.label()/></dd></div>
            <div><dt>"Tries"</dt><dd class="num">{row.attempts}</dd></div>
            <div><dt>"Written"</dt><dd><When at=row.created/></dd></div>
            {row.sent.map(|at| view! { <div><dt>"Sent"</dt><dd><When at/></dd></div> })}
            {row.next_attempt.map(|at| view! { <div><dt>"Next try"</dt><dd><When at/></dd></div> })}
            {row.error.map(|error| view! { <div><dt>"Why it did not leave"</dt><dd>{error}</dd></div> })}
            {came_back.map(|(at, why)| view! { <div><dt>"Came back"</dt><dd><When at/>" "<span class="under">{why}</span></dd></div> })}
        </dl>
    }
}

/// Lets an admin say what the mail service did not: no such mailbox.
#[component]
fn CameBack(row: LetterRow, known: bool) -> impl IntoView {
    let left = matches!(row.state, LetterState::Sent | LetterState::Failed);
    (left && !known).then(|| view! {
        <FormButton action=LetterCameBack::url() fields=vec![("letter", row.id.to_string())] class="btn btn-small" label="It came back"/>
        <p class="hint">"Pending invitations to this address that were not sent again since are marked as undeliverable; their senders are told."</p>
    })
}

/// The letter itself. The frame is sandboxed: nothing in it runs, and it reaches nothing.
#[component]
fn Paper(row: LetterRow, text: String, html: String) -> impl IntoView {
    let lines = lines(&text);
    view! {
        <figure class="letter">
            <figcaption><dl class="facts">
                <div><dt>"To"</dt><dd>{row.recipient}</dd></div>
                <div><dt>"Subject"</dt><dd>{row.subject}</dd></div>
            </dl></figcaption>
            <iframe sandbox="" srcdoc=html title="The letter" data-lines=lines></iframe>
        </figure>
        <p class="hint">"Secret links are masked here: a letter’s link belongs to its reader alone."</p>
        <details><summary>"As plain text"</summary><div class="letter-body">{text}</div></details>
    }
}

/// About how many lines a letter takes on paper, in the steps that the style sheet knows.
fn lines(text: &str) -> u32 {
    /// Characters of one line.
    const WIDTH: usize = 60;
    let lines: usize = text
        .lines()
        .map(|line| line.chars().count().div_ceil(WIDTH).max(1))
        .sum();
    match lines {
        0..=8 => 8,
        9..=12 => 12,
        13..=16 => 16,
        17..=24 => 24,
        _ => 36,
    }
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_letter_takes_the_lines_it_has() {
        assert_eq!(lines("Hello\n\nGood bye\n"), 8);
        assert_eq!(lines(&"word ".repeat(24 * 12)), 24);
        assert_eq!(lines(&"line\n".repeat(500)), 36);
    }
}
