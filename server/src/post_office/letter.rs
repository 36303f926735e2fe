//! A letter as a MIME message: plain text and HTML, one recipient, headers that nobody can add to.

use lectern_domain::letters::post::Outgoing;
use lettre::{
    Address, Message,
    message::{Mailbox, MultiPart},
};

/// Lays the letter out for the wire.
///
/// # Errors
/// In words, where the address cannot be written to.
pub fn message(letter: &Outgoing, from: &Mailbox) -> Result<Message, String> {
    let to: Address = letter
        .to
        .parse()
        .map_err(|error| format!("the address cannot be written to: {error}"))?;
    let parts = MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone());
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(letter.subject.clone())
        .message_id(Some(letter.message_id.clone()))
        .multipart(parts)
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(to: &str, subject: &str) -> Outgoing {
        Outgoing {
            id: lectern_contract::LetterId(uuid::Uuid::from_u128(1)),
            to: to.into(),
            subject: subject.into(),
            text: "Hello".into(),
            html: "<p>Hello</p>".into(),
            message_id: "<1@localhost>".into(),
            tries: 0,
            lease: chrono::DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn headers_cannot_be_injected() {
        let from: Mailbox = "Lectern <l@example.com>".parse().expect("a mailbox");
        assert!(message(&letter("a@example.com\r\nBcc: b@example.com", "x"), &from).is_err());
        let sent = message(&letter("a@example.com", "x\r\nBcc: b@example.com"), &from).expect("a message");
        let text = String::from_utf8(sent.formatted()).expect("ASCII");
        assert!(!text.lines().any(|line| line.starts_with("Bcc:")), "{text}");
        assert_eq!(sent.envelope().to().len(), 1);
    }
}
