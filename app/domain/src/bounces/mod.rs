//! Letters that came back (`spec/credits.md`: a hard bounce marks a pending invitation as undeliverable and tells its
//! sender). The mail service says so by the webhook or refuses the letter at once, a manager or an admin say it by hand.
//! A soft bounce is kept and changes nothing.

mod by_hand;
mod hear;
mod look;

pub use by_hand::{letter_came_back, mark, unmark};
pub(crate) use hear::refused;
pub use hear::{Heard, Word, hear};
pub(crate) use look::{came_back, of_letter};

use chrono::{DateTime, Utc};
use lectern_contract::{
    BounceId, LetterId, OrganizationId,
    bounces::{BounceKind, BounceSource},
    invitations::InvitationState,
    limits,
};
use lectern_entities::{bounce, invitation};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use crate::{accounts::input, actor::Author, audit, courses, fault::Result, invitations::responsible, letters, tx::Tx};

/// What is kept of a letter that came back.
struct Back<'a> {
    organization: OrganizationId,
    source: BounceSource,
    event_id: Option<&'a str>,
    kind: BounceKind,
    letter: Option<LetterId>,
    email: &'a str,
    reason: &'a str,
}

/// Keeps it; answers whether it was news: the same event is kept once.
async fn keep(tx: &Tx, back: &Back<'_>) -> Result<bool> {
    tx.insert_unless_taken(bounce::ActiveModel {
        id: Set(tx.new_id::<BounceId>()),
        organization_id: Set(back.organization),
        source: Set(back.source),
        event_id: Set(back.event_id.map(str::to_owned)),
        kind: Set(back.kind),
        letter_id: Set(back.letter),
        email: Set(back.email.to_owned()),
        email_key: Set(input::email_key(back.email)),
        reason: Set(back.reason.chars().take(limits::BOUNCE_REASON).collect()),
        undone_at: Set(None),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    })
    .await
}

/// Marks the pending invitations of an address and tells each sender, or who stands in for them, but the one who says
/// it. A letter that came back says nothing of invitations sent after it: `until` is when it was written.
async fn mark_address(tx: &Tx, author: &Author, email: &str, until: Option<DateTime<Utc>>, reason: &str) -> Result<()> {
    let mut pending = invitation::Entity::update_many()
        .col_expr(invitation::Column::Undeliverable, Expr::value(true))
        .col_expr(invitation::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(invitation::Column::OrganizationId.eq(author.organization))
        .filter(invitation::Column::EmailKey.eq(input::email_key(email)))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .filter(invitation::Column::Undeliverable.eq(false));
    if let Some(until) = until {
        pending = pending.filter(invitation::Column::LastSentAt.lte(until));
    }
    for row in pending.exec_with_returning(tx).await? {
        tell(tx, author, &row, reason).await?;
    }
    Ok(())
}

/// One invitation is undeliverable from here on.
async fn tell(tx: &Tx, author: &Author, row: &invitation::Model, reason: &str) -> Result<()> {
    let course = courses::find(tx, row.organization_id, row.course_id).await?;
    for reader in responsible(tx, row).await? {
        if author.user != Some(reader.person.id) {
            letters::undeliverable(tx, &reader.person, &row.email, &course, reason).await?;
        }
    }
    let is = json!({ "undeliverable": true, "reason": reason });
    let both = (json!({ "undeliverable": false }), is);
    audit::change(tx, author, "invitation.undeliverable", "invitation", row.id, both).await
}
