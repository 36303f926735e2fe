//! What each letter says.

use chrono::{DateTime, Utc};
use lectern_contract::{
    TicketId,
    letters::{LetterKind, LinkPurpose},
};
use lectern_entities::{course, invitation, organization, user};

use super::paper::{Draft, Link, put};
use crate::{accounts::organizations, fault::Result, tx::Tx};

/// What most letters need: nothing but who, what and a few sentences.
fn plain<'a>(
    from: &'a organization::Model,
    kind: LetterKind,
    to: &'a str,
    subject: String,
    paragraphs: Vec<String>,
) -> Draft<'a> {
    Draft {
        organization: from.id,
        sender_name: &from.name,
        kind,
        to,
        subject,
        paragraphs,
        quote: "",
        button: None,
        closing: vec![],
    }
}

fn ticket_link(purpose: LinkPurpose, ticket: TicketId) -> Link {
    Link {
        purpose,
        id: ticket.0,
        number: 1,
    }
}

/// The organization's own day and hour.
fn when(at: DateTime<Utc>, organization: &organization::Model) -> String {
    let zone: chrono_tz::Tz = organization.time_zone.parse().unwrap_or(chrono_tz::UTC);
    at.with_timezone(&zone)
        .format("%A, %B %-d, %Y at %H:%M (%Z)")
        .to_string()
}

/// The invitation itself, with its secret link.
pub(crate) async fn invitation(
    tx: &Tx,
    invitation: &invitation::Model,
    course: &course::Model,
    sender: &user::Model,
) -> Result<()> {
    let from = organizations::find(tx, invitation.organization_id).await?;
    let link = Link {
        purpose: LinkPurpose::Invitation,
        id: invitation.id.0,
        number: invitation.sends,
    };
    let mut draft = plain(
        &from,
        LetterKind::Invitation,
        &invitation.email,
        format!("{} invites you to “{}”", sender.name, course.title),
        vec![format!(
            "{} invites you to the course “{}” at {}.",
            sender.name, course.title, from.name
        )],
    );
    draft.quote = &invitation.message;
    draft.button = Some(("See the invitation", link));
    draft.closing = vec![
        format!(
            "The invitation is for {} and can be accepted until {}.",
            invitation.email,
            when(invitation.expires_at, &from)
        ),
        "If you did not expect this letter, you need not do anything.".into(),
    ];
    put(tx, draft).await
}

/// To somebody who just accepted.
pub(crate) async fn welcome(tx: &Tx, person: &user::Model, course: &course::Model) -> Result<()> {
    let from = organizations::find(tx, person.organization_id).await?;
    let portal = tx.portal().settings().base_url.clone();
    let paragraphs = vec![
        format!("You are enrolled in “{}”.", course.title),
        format!(
            "Sign in at {portal} with {} whenever you want to go on; the course opens where you left it.",
            person.email
        ),
    ];
    put(
        tx,
        plain(
            &from,
            LetterKind::Welcome,
            &person.email,
            format!("Welcome to “{}”", course.title),
            paragraphs,
        ),
    )
    .await
}

/// To the sender: somebody accepted.
pub(crate) async fn invitation_accepted(
    tx: &Tx,
    sender: &user::Model,
    who: &str,
    course: &course::Model,
) -> Result<()> {
    let from = organizations::find(tx, sender.organization_id).await?;
    let paragraphs = vec![format!(
        "{who} accepted your invitation to “{}”. One of your credits was used for it.",
        course.title
    )];
    put(
        tx,
        plain(
            &from,
            LetterKind::Accepted,
            &sender.email,
            format!("{who} accepted your invitation"),
            paragraphs,
        ),
    )
    .await
}

/// To the sender: somebody declined.
pub(crate) async fn invitation_declined(
    tx: &Tx,
    sender: &user::Model,
    who: &str,
    course: &course::Model,
) -> Result<()> {
    let from = organizations::find(tx, sender.organization_id).await?;
    let paragraphs = vec![format!(
        "{who} declined your invitation to “{}”. The credit is free again.",
        course.title
    )];
    put(
        tx,
        plain(
            &from,
            LetterKind::Declined,
            &sender.email,
            format!("{who} declined your invitation"),
            paragraphs,
        ),
    )
    .await
}

/// To the sender: these invitations ran out; one letter for all of them.
pub(crate) async fn invitations_expired(tx: &Tx, sender: &user::Model, addresses: &[String]) -> Result<()> {
    let from = organizations::find(tx, sender.organization_id).await?;
    let shown: Vec<&str> = addresses.iter().take(50).map(String::as_str).collect();
    let rest = addresses.len() - shown.len();
    let more = if rest > 0 {
        format!(" and {rest} more")
    } else {
        String::new()
    };
    let subject = match addresses.len() {
        1 => "1 invitation expired".to_owned(),
        n => format!("{n} invitations expired"),
    };
    let paragraphs = vec![
        format!("Nobody accepted in time: {}{more}.", shown.join(", ")),
        "Their credits are free again. You can invite them anew from the course’s invitations.".into(),
    ];
    put(
        tx,
        plain(&from, LetterKind::Expired, &sender.email, subject, paragraphs),
    )
    .await
}

/// To the invited address: the invitation was canceled.
pub(crate) async fn invitation_canceled(tx: &Tx, invitation: &invitation::Model, course: &course::Model) -> Result<()> {
    let from = organizations::find(tx, invitation.organization_id).await?;
    let paragraphs = vec![format!(
        "The invitation to “{}” was canceled. Its link no longer works; you need not do anything.",
        course.title
    )];
    let subject = format!("Invitation to “{}” canceled", course.title);
    put(
        tx,
        plain(&from, LetterKind::Canceled, &invitation.email, subject, paragraphs),
    )
    .await
}

/// To somebody an admin enrolled.
pub(crate) async fn enrolled(tx: &Tx, person: &user::Model, course: &course::Model) -> Result<()> {
    let from = organizations::find(tx, person.organization_id).await?;
    let portal = tx.portal().settings().base_url.clone();
    let paragraphs = vec![format!(
        "You are enrolled in “{}”. Sign in at {portal} to begin.",
        course.title
    )];
    put(
        tx,
        plain(
            &from,
            LetterKind::Enrolled,
            &person.email,
            format!("You are enrolled in “{}”", course.title),
            paragraphs,
        ),
    )
    .await
}

/// To a new user: choose a password.
pub(crate) async fn account_created(tx: &Tx, person: &user::Model, ticket: TicketId) -> Result<()> {
    let from = organizations::find(tx, person.organization_id).await?;
    let paragraphs = vec![format!(
        "An account was made for you at {}. Choose a password to begin.",
        from.name
    )];
    let mut draft = plain(
        &from,
        LetterKind::AccountCreated,
        &person.email,
        format!("Your account at {}", from.name),
        paragraphs,
    );
    draft.button = Some(("Choose a password", ticket_link(LinkPurpose::PasswordReset, ticket)));
    draft.closing = vec!["The link works once, for one day. After that, use “Forgot your password?”.".into()];
    put(tx, draft).await
}

/// To somebody who forgot their password.
pub(crate) async fn password_reset(tx: &Tx, person: &user::Model, ticket: TicketId) -> Result<()> {
    let from = organizations::find(tx, person.organization_id).await?;
    let paragraphs = vec![format!(
        "Somebody, hopefully you, asked for a new password at {}.",
        from.name
    )];
    let mut draft = plain(
        &from,
        LetterKind::PasswordReset,
        &person.email,
        "Choose a new password".into(),
        paragraphs,
    );
    draft.button = Some(("Choose a new password", ticket_link(LinkPurpose::PasswordReset, ticket)));
    draft.closing = vec![
        "The link works once, for one day. If it was not you, nothing has changed and you need not do anything.".into(),
    ];
    put(tx, draft).await
}

/// To a new address: confirm it.
pub(crate) async fn email_change(tx: &Tx, person: &user::Model, email: &str, ticket: TicketId) -> Result<()> {
    let from = organizations::find(tx, person.organization_id).await?;
    let paragraphs = vec![format!("{} wants to use this address at {}.", person.name, from.name)];
    let mut draft = plain(
        &from,
        LetterKind::EmailChange,
        email,
        "Confirm your new address".into(),
        paragraphs,
    );
    draft.button = Some(("Use this address", ticket_link(LinkPurpose::EmailChange, ticket)));
    draft.closing = vec!["The link works once, for one day.".into()];
    put(tx, draft).await
}

/// To the old address: it was replaced.
pub(crate) async fn email_changed(tx: &Tx, person: &user::Model) -> Result<()> {
    let from = organizations::find(tx, person.organization_id).await?;
    let paragraphs = vec![format!(
        "The address of your account at {} was changed. If it was not you, tell an admin at once.",
        from.name
    )];
    put(
        tx,
        plain(
            &from,
            LetterKind::EmailChanged,
            &person.email,
            "Your address was changed".into(),
            paragraphs,
        ),
    )
    .await
}
