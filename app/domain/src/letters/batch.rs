//! The letters of a batch share one text, kept with the batch: 100,000 copies of it would be most of the database.
//! What differs – the address, the day it ends, the link – is put in when a letter is sent or shown.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use lectern_contract::{BatchId, InvitationId, letters::LetterKind};
use lectern_entities::{batch, course, invitation, letter, organization, user};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
};
use uuid::Uuid;

use super::{
    compose::{
        invitations::{About, link, subject},
        when,
    },
    paper::{Envelope, escape},
};
use crate::{
    fault::{Error, Result},
    tx::Tx,
};

/// Stands where a letter's address goes.
const TO: &str = "\u{1}to\u{1}";
/// Stands where the time goes until which it can be accepted.
const UNTIL: &str = "\u{1}until\u{1}";

/// The text and the HTML that all letters of a batch share.
pub(crate) fn sheets(
    from: &organization::Model,
    course: &course::Model,
    sender: &user::Model,
    message: &str,
) -> (String, String) {
    let about = About {
        from,
        course,
        sender,
        message,
    };
    about.draft(link(InvitationId(Uuid::nil()), 1), TO, UNTIL).sheets()
}

/// The first letter to each of these invitations of a batch, in the transaction that makes them.
///
/// # Errors
/// The database's own.
pub(crate) async fn put_all(
    tx: &Tx,
    batch: &batch::Model,
    course: &course::Model,
    sender: &user::Model,
    invitations: &[(InvitationId, String)],
) -> Result<()> {
    let subject = subject(sender, course);
    let row = |(invitation, to): &(InvitationId, String)| letter::ActiveModel {
        batch_id: Set(Some(batch.id)),
        ..Envelope {
            organization: batch.organization_id,
            kind: LetterKind::Invitation,
            to,
            subject: &subject,
            link: Some(link(*invitation, 1)),
        }
        .row(tx)
    };
    tx.insert_all(invitations.iter().map(row)).await
}

/// Gives letters of batches the text they share; others have their own.
///
/// # Errors
/// The database's own.
pub(super) async fn fill(db: &impl ConnectionTrait, letters: &mut [letter::Model]) -> Result<()> {
    let ids: Vec<BatchId> = letters.iter().filter_map(|letter| letter.batch_id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let batches = batch::Entity::find()
        .filter(batch::Column::Id.is_in(ids))
        .all(db)
        .await?;
    let homes = organization::Entity::find()
        .filter(organization::Column::Id.is_in(batches.iter().map(|batch| batch.organization_id)))
        .all(db)
        .await?;
    let ends = ends(db, letters).await?;
    for letter in letters.iter_mut().filter(|letter| letter.batch_id.is_some()) {
        let batch = batches.iter().find(|batch| Some(batch.id) == letter.batch_id);
        let home = homes.iter().find(|home| home.id == letter.organization_id);
        let end = letter.link_id.and_then(|id| ends.get(&id));
        let (Some(batch), Some(home), Some(end)) = (batch, home, end) else {
            return Err(Error::fault("a letter's batch is gone"));
        };
        let until = when(*end, home);
        letter.text = filled(&batch.letter_text, &letter.recipient, &until);
        letter.html = filled(&batch.letter_html, &escape(&letter.recipient), &escape(&until));
    }
    Ok(())
}

/// Gives an invitation's letter of a batch the text it shares to itself: the invitation is about to get another end,
/// and the letter says what it said.
///
/// # Errors
/// The database's own.
pub(crate) async fn keep_as_sent(tx: &Tx, invitation: InvitationId) -> Result<()> {
    let shared = letter::Entity::find()
        .filter(letter::Column::LinkId.eq(invitation.0))
        .filter(letter::Column::BatchId.is_not_null());
    let mut letters = tx.keep(shared).all(tx).await?;
    fill(tx, &mut letters).await?;
    for letter in letters {
        let own = letter::ActiveModel {
            id: Set(letter.id),
            batch_id: Set(None),
            text: Set(letter.text),
            html: Set(letter.html),
            ..Default::default()
        };
        own.update(tx).await?;
    }
    Ok(())
}

/// When the invitations of these letters end.
async fn ends(db: &impl ConnectionTrait, letters: &[letter::Model]) -> Result<BTreeMap<Uuid, DateTime<Utc>>> {
    let rows: Vec<(InvitationId, DateTime<Utc>)> = invitation::Entity::find()
        .select_only()
        .columns([invitation::Column::Id, invitation::Column::ExpiresAt])
        .filter(invitation::Column::Id.is_in(letters.iter().filter_map(|letter| letter.link_id)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, end)| (id.0, end)).collect())
}

fn filled(sheet: &str, to: &str, until: &str) -> String {
    sheet.replace(TO, to).replace(UNTIL, until)
}
