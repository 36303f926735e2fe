//! "Ask for a new invitation": behind a link that is over. The answer is the same whatever became of the invitation, and
//! whether there ever was one.

use chrono::TimeDelta;
use lectern_contract::invitations::InvitationState;
use lectern_entities::invitation;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, sea_query::Expr};

use super::{link, responsible};
use crate::{
    accounts::{
        erase,
        throttle::{self, Who},
    },
    actor::Author,
    audit, courses,
    fault::Result,
    letters,
    portal::Portal,
    tx::Tx,
};

/// One invitation is asked for once in this time; further asking is answered the same and changes nothing.
const PAUSE: TimeDelta = TimeDelta::days(1);

/// Tells the sender, or who stands in for them, by letter that somebody with an old link wants a new invitation.
/// Nothing is told of an invitation that can still be accepted, of an old letter of one, of one for another address by
/// now, or of one to somebody who was deleted since.
///
/// # Errors
/// `TooManyTries`.
pub async fn ask_again(portal: &Portal, token: &str, source: &str) -> Result<()> {
    let who = Who {
        account: token,
        source,
        device: None,
    };
    throttle::claim(portal, throttle::Act::Ask, &who).await?;
    let tx = portal.begin().await?;
    if let Some(found) = link::any(&tx, token).await?
        && found.same_address
        && !erase::is_gone(&found.invitation.email_key)
        && is_over(&tx, &found.invitation)
    {
        tell(&tx, &found.invitation, source).await?;
    }
    tx.commit().await
}

fn is_over(tx: &Tx, row: &invitation::Model) -> bool {
    row.state != InvitationState::Pending || row.expires_at <= tx.now()
}

async fn tell(tx: &Tx, row: &invitation::Model, source: &str) -> Result<()> {
    let long_ago = Condition::any()
        .add(invitation::Column::AskedAt.is_null())
        .add(invitation::Column::AskedAt.lte(tx.now() - PAUSE));
    let changed = invitation::Entity::update_many()
        .col_expr(invitation::Column::AskedAt, Expr::value(Some(tx.now())))
        .filter(invitation::Column::Id.eq(row.id))
        .filter(long_ago)
        .exec(tx)
        .await?;
    if changed.rows_affected == 0 {
        return Ok(());
    }
    let course = courses::find(tx, row.organization_id, row.course_id).await?;
    for reader in responsible(tx, row).await? {
        letters::asked_again(tx, &reader.person, &row.email, &course).await?;
    }
    let author = Author::link(row.organization_id, None, source);
    audit::note(tx, &author, "invitation.ask_again", "invitation", row.id, ()).await
}
