//! What the mail service says: by the webhook, whose signature was checked, or when a letter is handed to it.

use lectern_contract::{
    LetterId, OrganizationId,
    bounces::{BounceKind, BounceSource},
};
use lectern_entities::{invitation, letter, organization, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{Back, keep, mark_address};
use crate::{accounts::input, actor::Author, fault::Result, tx::Tx};

/// A word about one letter.
#[derive(Clone, Copy, Debug)]
pub struct Word<'a> {
    /// The service's id of this word: the same word again has the same.
    pub event_id: &'a str,
    /// How the letter came back.
    pub kind: BounceKind,
    /// The letter's Message-ID, with or without its angle brackets; counts before the address.
    pub message_id: Option<&'a str>,
    /// The address it went to.
    pub address: Option<&'a str>,
    /// Why, in the receiving server's words.
    pub reason: &'a str,
}

/// What became of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It was news and is kept.
    New,
    /// It was heard before; nothing changed.
    Known,
    /// It is about no letter and no address of ours; nothing is kept.
    Unknown,
}

/// Hears a word: a hard one marks the pending invitations of the address that were not sent again since, and tells
/// their senders; a soft one is only kept.
///
/// # Errors
/// The database's own.
pub async fn hear(tx: &Tx, word: Word<'_>) -> Result<Heard> {
    if let Some(letter) = letter_of(tx, word.message_id).await? {
        return take(tx, word, letter.organization_id, &letter.recipient, Some(&letter)).await;
    }
    let Some(address) = word.address else {
        return Ok(Heard::Unknown);
    };
    let mut heard = Heard::Unknown;
    for organization in knowing(tx, address).await? {
        let here = take(tx, word, organization, address, None).await?;
        heard = if heard == Heard::New { Heard::New } else { here };
    }
    Ok(heard)
}

/// The mail server takes no letter to this one's recipient, because there is no such address: a hard bounce, only
/// sooner. Each refusal is news, since somebody may have said meanwhile that the address works.
///
/// # Errors
/// The database's own.
pub(crate) async fn refused(tx: &Tx, id: LetterId, says: &str) -> Result<()> {
    let Some(letter) = letter::Entity::find_by_id(id).one(tx).await? else {
        return Ok(());
    };
    let back = Back {
        organization: letter.organization_id,
        source: BounceSource::Hook,
        event_id: None,
        kind: BounceKind::Hard,
        letter: Some(id),
        email: &letter.recipient,
        reason: says,
    };
    keep(tx, &back).await?;
    let author = Author::provider(letter.organization_id, "smtp");
    mark_address(tx, &author, &letter.recipient, Some(letter.created_at), says).await
}

async fn take(
    tx: &Tx,
    word: Word<'_>,
    organization: OrganizationId,
    email: &str,
    letter: Option<&letter::Model>,
) -> Result<Heard> {
    let back = Back {
        organization,
        source: BounceSource::Hook,
        event_id: Some(word.event_id),
        kind: word.kind,
        letter: letter.map(|letter| letter.id),
        email,
        reason: word.reason,
    };
    if !keep(tx, &back).await? {
        return Ok(Heard::Known);
    }
    if word.kind == BounceKind::Hard {
        let author = Author::provider(organization, "bounces");
        let until = letter.map(|letter| letter.created_at);
        mark_address(tx, &author, email, until, word.reason).await?;
    }
    Ok(Heard::New)
}

/// The letter with this Message-ID.
async fn letter_of(tx: &Tx, message_id: Option<&str>) -> Result<Option<letter::Model>> {
    let Some(id) = message_id else {
        return Ok(None);
    };
    let bare = id.trim().trim_start_matches('<').trim_end_matches('>');
    Ok(letter::Entity::find()
        .filter(letter::Column::MessageId.eq(format!("<{bare}>")))
        .one(tx)
        .await?)
}

/// The organizations that know an address as invited or as a user's.
async fn knowing(tx: &Tx, address: &str) -> Result<Vec<OrganizationId>> {
    let key = input::email_key(address);
    let mut knowing = Vec::new();
    let all = organization::Entity::find().order_by_asc(organization::Column::Id);
    for home in all.all(tx).await? {
        let invited = invitation::Entity::find()
            .filter(invitation::Column::OrganizationId.eq(home.id))
            .filter(invitation::Column::EmailKey.eq(&key));
        let known = user::Entity::find()
            .filter(user::Column::OrganizationId.eq(home.id))
            .filter(user::Column::EmailKey.eq(&key));
        if invited.one(tx).await?.is_some() || known.one(tx).await?.is_some() {
            knowing.push(home.id);
        }
    }
    Ok(knowing)
}
