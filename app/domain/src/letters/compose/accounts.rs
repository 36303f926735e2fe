//! Letters about accounts and their secrets.

use lectern_contract::{
    TicketId,
    letters::{LetterKind, LinkPurpose},
};
use lectern_entities::user;

use super::super::paper::{Draft, Link};
use crate::{accounts::organizations, fault::Result, tx::Tx};

fn ticket_link(purpose: LinkPurpose, ticket: TicketId) -> Link {
    Link {
        purpose,
        id: ticket.0,
        number: 1,
    }
}

/// To a new user: choose a password.
pub(crate) async fn account_created(tx: &Tx, person: &user::Model, ticket: TicketId) -> Result<()> {
    let from = organizations::find(tx, person.organization_id).await?;
    Draft::new(&from, LetterKind::AccountCreated, &person.email)
        .about(format!("Your account at {}", from.name))
        .says(format!(
            "An account was made for you at {}. Choose a password to begin.",
            from.name
        ))
        .button("Choose a password", ticket_link(LinkPurpose::PasswordReset, ticket))
        .closes("The link works once, for one day. After that, use “Forgot your password?”.")
        .put(tx)
        .await
}

/// To somebody who forgot their password.
pub(crate) async fn password_reset(tx: &Tx, person: &user::Model, ticket: TicketId) -> Result<()> {
    let from = organizations::find(tx, person.organization_id).await?;
    Draft::new(&from, LetterKind::PasswordReset, &person.email)
        .about("Choose a new password")
        .says(format!(
            "Somebody, hopefully you, asked for a new password at {}.",
            from.name
        ))
        .button("Choose a new password", ticket_link(LinkPurpose::PasswordReset, ticket))
        .closes(
            "The link works once, for one day. If it was not you, nothing has changed and you need not do anything.",
        )
        .put(tx)
        .await
}

/// To a new address: confirm it.
pub(crate) async fn email_change(tx: &Tx, person: &user::Model, email: &str, ticket: TicketId) -> Result<()> {
    let from = organizations::find(tx, person.organization_id).await?;
    Draft::new(&from, LetterKind::EmailChange, email)
        .about("Confirm your new address")
        .says(format!("{} wants to use this address at {}.", person.name, from.name))
        .button("Use this address", ticket_link(LinkPurpose::EmailChange, ticket))
        .closes("The link works once, for one day.")
        .put(tx)
        .await
}

/// To the old address: it was replaced.
pub(crate) async fn email_changed(tx: &Tx, person: &user::Model) -> Result<()> {
    let from = organizations::find(tx, person.organization_id).await?;
    Draft::new(&from, LetterKind::EmailChanged, &person.email)
        .about("Your address was changed")
        .says(format!(
            "The address of your account at {} was changed. If it was not you, tell an admin at once.",
            from.name
        ))
        .put(tx)
        .await
}
