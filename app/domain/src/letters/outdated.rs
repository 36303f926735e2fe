//! Letters whose invitation is over or was sent again: their link accepts nothing, so they do not leave
//! (`spec/credits.md`, the state machine).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use lectern_contract::{
    InvitationId, LetterId,
    invitations::InvitationState,
    letters::{LetterState, LinkPurpose},
};
use lectern_entities::{invitation, letter};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{fault::Result, tx::Tx};

/// What the outbox says of them.
const ENDED: &str = "Its invitation had ended by then.";
const REPLACED: &str = "A newer letter of its invitation had replaced it by then.";
const DISOWNED: &str = "Somebody who got the invitation had said by then that it is not for them.";

/// Why letters must not leave, in words; those that may are not in the answer. Invitations are looked at, not locked:
/// letters are locked before them, and a letter that is taken just before its invitation ends has left.
///
/// # Errors
/// The database's own.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    letters: &[letter::Model],
    now: DateTime<Utc>,
) -> Result<BTreeMap<LetterId, &'static str>> {
    let ids: Vec<InvitationId> = letters.iter().filter_map(about).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = invitation::Entity::find()
        .filter(invitation::Column::Id.is_in(ids))
        .all(db)
        .await?;
    let rows: BTreeMap<InvitationId, invitation::Model> = rows.into_iter().map(|row| (row.id, row)).collect();
    let found = letters.iter().filter_map(|letter| {
        let why = why(letter, rows.get(&about(letter)?), now)?;
        Some((letter.id, why))
    });
    Ok(found.collect())
}

/// The invitation whose link the letter carries.
fn about(letter: &letter::Model) -> Option<InvitationId> {
    match letter.link_purpose {
        Some(LinkPurpose::Invitation) => letter.link_id.map(InvitationId),
        _ => None,
    }
}

fn why(letter: &letter::Model, row: Option<&invitation::Model>, now: DateTime<Utc>) -> Option<&'static str> {
    let open = row.filter(|row| row.state == InvitationState::Pending && row.expires_at > now);
    let Some(row) = open else {
        return Some(ENDED);
    };
    if letter.link_number != Some(row.sends) {
        return Some(REPLACED);
    }
    row.disowned_at.map(|_| DISOWNED)
}

/// Takes those that must not leave out of letters that are due: they have failed, with the reason. Answers the others.
///
/// # Errors
/// The database's own.
pub(super) async fn weed(tx: &Tx, mut due: Vec<letter::Model>) -> Result<Vec<letter::Model>> {
    let outdated = find(tx, &due, tx.now()).await?;
    for (id, why) in &outdated {
        letter::Entity::update_many()
            .col_expr(letter::Column::State, Expr::value(LetterState::Failed))
            .col_expr(letter::Column::NextAttemptAt, Expr::value(None::<DateTime<Utc>>))
            .col_expr(letter::Column::Error, Expr::value(*why))
            .col_expr(letter::Column::UpdatedAt, Expr::value(tx.now()))
            .filter(letter::Column::Id.eq(*id))
            .exec(tx)
            .await?;
    }
    due.retain(|letter| !outdated.contains_key(&letter.id));
    Ok(due)
}
