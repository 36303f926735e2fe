//! What every letter looks like: plain text and HTML made from the same paragraphs.

use lectern_contract::{
    LetterId, OrganizationId,
    letters::{LetterKind, LetterState, LinkPurpose},
};
use lectern_entities::{letter, organization};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use super::{linked::linked, message_id::message_id};
use crate::{fault::Result, search, secrets, tx::Tx};

/// Stands where the secret link goes; replaced when the letter is sent, so that the outbox holds no secret.
pub(super) const LINK: &str = "\u{1}link\u{1}";

/// The secret link of a letter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub purpose: LinkPurpose,
    pub id: Uuid,
    pub number: i32,
}

/// A letter before it is laid out.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    organization: OrganizationId,
    /// Shown at the head and foot.
    sender_name: &'a str,
    kind: LetterKind,
    to: &'a str,
    subject: String,
    paragraphs: Vec<String>,
    quote: &'a str,
    button: Option<(&'a str, Link)>,
    closing: Vec<String>,
    /// Words, and the path below the secret link that they lead to.
    way: Option<(&'a str, &'static str)>,
}

impl<'a> Draft<'a> {
    /// An empty letter of the organization to one address.
    pub(super) fn new(from: &'a organization::Model, kind: LetterKind, to: &'a str) -> Self {
        Self {
            organization: from.id,
            sender_name: &from.name,
            kind,
            to,
            subject: String::new(),
            paragraphs: vec![],
            quote: "",
            button: None,
            closing: vec![],
            way: None,
        }
    }

    /// Its subject.
    pub(super) fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    /// One more paragraph.
    pub(super) fn says(mut self, paragraph: impl Into<String>) -> Self {
        self.paragraphs.push(paragraph.into());
        self
    }

    /// Somebody's own words, set apart; none if empty.
    pub(super) fn quote(mut self, words: &'a str) -> Self {
        self.quote = words;
        self
    }

    /// A button with these words, and its secret link.
    pub(super) fn button(mut self, words: &'a str, link: Link) -> Self {
        self.button = Some((words, link));
        self
    }

    /// One more paragraph, in small print after the button.
    pub(super) fn closes(mut self, paragraph: impl Into<String>) -> Self {
        self.closing.push(paragraph.into());
        self
    }

    /// A small link at the end, to a page below the secret link.
    pub(super) const fn way(mut self, words: &'a str, path: &'static str) -> Self {
        self.way = Some((words, path));
        self
    }

    /// Its plain text and its HTML, for letters that share them. None of these names an address of the portal beside
    /// its secret link.
    pub(super) fn sheets(&self) -> (String, String) {
        (text(self), html(self, ""))
    }

    /// Puts the letter into the outbox, in the act's own transaction.
    pub(super) async fn put(self, tx: &Tx) -> Result<()> {
        put(tx, self).await
    }
}

async fn put(tx: &Tx, draft: Draft<'_>) -> Result<()> {
    let link = draft.button.map(|(_, link)| link);
    let to = Envelope {
        organization: draft.organization,
        kind: draft.kind,
        to: draft.to,
        subject: &draft.subject,
        link,
    };
    tx.insert(letter::ActiveModel {
        text: Set(text(&draft)),
        html: Set(html(&draft, &tx.portal().settings().base_url)),
        ..to.row(tx)
    })
    .await
}

/// What is known of a letter without its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Envelope<'a> {
    pub organization: OrganizationId,
    pub kind: LetterKind,
    pub to: &'a str,
    pub subject: &'a str,
    pub link: Option<Link>,
}

impl Envelope<'_> {
    /// The letter's row, its text still empty.
    pub(super) fn row(self, tx: &Tx) -> letter::ActiveModel {
        let id: LetterId = tx.new_id();
        let (link, subject) = (self.link, one_line(self.subject));
        let hash = |link: Link| secrets::hash(&tx.secret().link(link.purpose, link.id, link.number));
        letter::ActiveModel {
            id: Set(id),
            organization_id: Set(self.organization),
            kind: Set(self.kind),
            recipient: Set(self.to.to_owned()),
            search_key: Set(search_key(self.to, &subject)),
            subject: Set(subject),
            text: Set(String::new()),
            html: Set(String::new()),
            link_purpose: Set(link.map(|link| link.purpose)),
            link_id: Set(link.map(|link| link.id)),
            link_number: Set(link.map(|link| link.number)),
            link_hash: Set(link.map(hash)),
            message_id: Set(message_id(id, &tx.portal().settings().base_url)),
            batch_id: Set(None),
            state: Set(LetterState::Waiting),
            attempts: Set(0),
            next_attempt_at: Set(Some(tx.now())),
            error: Set(None),
            sent_at: Set(None),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        }
    }
}

/// Recipient and subject as they are searched for, a line each.
pub(crate) fn search_key(recipient: &str, subject: &str) -> String {
    search::key(&format!("{recipient}\n{subject}"))
}

/// Line breaks have no place in a header.
fn one_line(subject: &str) -> String {
    subject
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(200)
        .collect()
}

fn text(draft: &Draft<'_>) -> String {
    let mut blocks = draft.paragraphs.clone();
    if !draft.quote.is_empty() {
        blocks.push(
            draft
                .quote
                .lines()
                .map(|line| format!("> {line}"))
                .collect::<Vec<_>>()
                .join("\n"),
        );
    }
    if let Some((label, _)) = draft.button {
        blocks.push(format!("{label}:\n{LINK}"));
    }
    blocks.extend(draft.closing.iter().cloned());
    if let Some((words, path)) = draft.way {
        blocks.push(format!("{words}:\n{LINK}{path}"));
    }
    blocks.push(format!("-- \n{}", draft.sender_name));
    blocks.join("\n\n") + "\n"
}

/// Addresses below `base` are links in it.
fn html(draft: &Draft<'_>, base: &str) -> String {
    let paragraphs = |lines: &[String], style: &str| {
        let blocks: Vec<String> = lines
            .iter()
            .map(|line| format!("<p style=\"{style}\">{}</p>", linked(line, base)))
            .collect();
        blocks.concat()
    };
    let quote = match draft.quote {
        "" => String::new(),
        quote => format!(
            "<blockquote style=\"{QUOTE}\">{}</blockquote>",
            escape(quote).replace('\n', "<br>")
        ),
    };
    let button = draft.button.map_or_else(String::new, |(label, _)| {
        format!(
            "<p style=\"margin:28px 0\"><a href=\"{LINK}\" style=\"{BUTTON}\">{}</a></p>\
             <p style=\"{SMALL}\">Or open this address: <br>{LINK}</p>",
            escape(label)
        )
    });
    let way = draft.way.map_or_else(String::new, |(words, path)| {
        format!(
            "<p style=\"{SMALL}\"><a href=\"{LINK}{path}\" style=\"color:#1f4b6e\">{}</a></p>",
            escape(words)
        )
    });
    let body = [
        paragraphs(&draft.paragraphs, P),
        quote,
        button,
        paragraphs(&draft.closing, SMALL),
        way,
    ]
    .concat();
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light\"><title>{title}</title></head><body style=\"margin:0;background:#f6f4ee;\"><div style=\"{SHEET}\"><p style=\"{HEAD}\">{name}</p>{body}</div></body></html>",
        title = escape(&draft.subject),
        name = escape(draft.sender_name),
    )
}

const SHEET: &str = "max-width:560px;margin:0 auto;padding:32px 28px;background:#fffdf8;color:#1d1b16;font:16px/1.55 -apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
const HEAD: &str = "margin:0 0 24px;padding:0 0 12px;border-bottom:1px solid #d9d3c4;font-weight:600";
const P: &str = "margin:0 0 16px";
const SMALL: &str = "margin:0 0 12px;color:#5d574a;font-size:14px;overflow-wrap:anywhere";
const QUOTE: &str = "margin:0 0 16px;padding:4px 0 4px 16px;border-left:3px solid #d9d3c4";
const BUTTON: &str = "display:inline-block;padding:12px 22px;background:#1f4b6e;color:#ffffff;text-decoration:none;border-radius:4px;font-weight:600";

/// Text as HTML text or attribute value.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
