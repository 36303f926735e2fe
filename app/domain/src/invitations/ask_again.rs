//! "Ask for a new invitation": behind a link that is over. The answer is the same whatever became of the invitation, and
//! whether there ever was one.

use chrono::TimeDelta;
use lectern_contract::{Role, invitations::InvitationState, people::UserState};
use lectern_entities::{invitation, user};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, sea_query::Expr};

use super::link;
use crate::{
    accounts::{
        sessions,
        throttle::{self, Who},
        users,
    },
    actor::Author,
    audit, courses,
    courses::managers,
    fault::Result,
    letters,
    portal::Portal,
    tx::Tx,
};

/// One invitation is asked for once in this time; further asking is answered the same and changes nothing.
const PAUSE: TimeDelta = TimeDelta::days(1);

/// Tells the sender by letter that somebody with an old link wants a new invitation. Nothing is told of an invitation
/// that can still be accepted, of an old letter of one, or of one for another address by now.
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
    for person in responsible(tx, row).await? {
        letters::asked_again(tx, &person, &row.email, &course).await?;
    }
    let author = Author::link(row.organization_id, None, source);
    audit::note(tx, &author, "invitation.ask_again", "invitation", row.id, ()).await
}

/// The sender, while they can still invite to the course; else the admins.
async fn responsible(tx: &Tx, row: &invitation::Model) -> Result<Vec<user::Model>> {
    let sender = users::find(tx, row.organization_id, row.sender_id).await?;
    let manages = managers::is_active(tx, row.organization_id, row.course_id, sender.id).await?;
    let may = manages || sessions::holds(tx, sender.id, Role::Admin).await?;
    if may && sender.state == UserState::Active {
        return Ok(vec![sender]);
    }
    users::active_admins(tx, row.organization_id).await
}
