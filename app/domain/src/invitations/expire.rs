//! Expire: the sweeper tidies what the clock decided. The accept statement itself refuses what is over.

use std::collections::BTreeSet;

use lectern_contract::{AccountId, OrganizationId, credits::AccountKind, invitations::InvitationState};
use lectern_entities::invitation;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{LockBehavior, LockType},
};

use super::leave::{self, left};
use crate::{
    actor::Author,
    audit,
    credits::{
        accounts::{self, Which},
        ledger,
    },
    fault::Result,
    tx::Tx,
};

/// Expires up to `most` invitations whose time is over and releases their credits; their senders are told in the
/// [`super::digest`]. Answers how many.
///
/// # Errors
/// The database's own.
pub async fn expire(tx: &Tx, most: u64) -> Result<usize> {
    let over = invitation::Entity::find()
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .filter(invitation::Column::ExpiresAt.lte(tx.now()))
        .order_by_asc(invitation::Column::ExpiresAt)
        .limit(most);
    // Another sweeper or sender that has some of them in hand ends them itself.
    let over = match tx.get_database_backend() {
        DbBackend::Postgres => over.lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked),
        _ => over,
    };
    let over = over.all(tx).await?;
    lock_all(tx, &over).await?;
    end(tx, over).await
}

/// Ends invitations whose time is over, with the clock as the author; their accounts are locked already.
/// Answers how many ended, for another may have been quicker.
///
/// # Errors
/// The database's own.
pub(super) async fn end(tx: &Tx, over: Vec<invitation::Model>) -> Result<usize> {
    let ended = close(tx, over).await?;
    give_back(tx, &ended).await?;
    Ok(ended.len())
}

/// The first half of [`end`], which touches no account: an act that goes on to invite locks accounts after that only.
/// Answers those that ended; their credits are held until [`give_back`].
///
/// # Errors
/// The database's own.
pub(super) async fn close(tx: &Tx, over: Vec<invitation::Model>) -> Result<Vec<invitation::Model>> {
    let mut ended = Vec::with_capacity(over.len());
    for row in over {
        ended.extend(leave::close(tx, row.id, InvitationState::Expired, Condition::all()).await?);
    }
    Ok(ended)
}

/// The second half: the credits of what [`close`] ended are free again. The accounts are locked already.
///
/// # Errors
/// The database's own.
pub(super) async fn give_back(tx: &Tx, ended: &[invitation::Model]) -> Result<()> {
    for row in ended {
        let clock = Author::clock(row.organization_id);
        leave::give_back(tx, &clock, row).await?;
        audit::change(tx, &clock, "invitation.expire", "invitation", row.id, left(row.state)).await?;
    }
    Ok(())
}

/// Locks every account that will get a credit back, and every account credits are held on.
async fn lock_all(tx: &Tx, over: &[invitation::Model]) -> Result<()> {
    let mut locked: Vec<AccountId> = over.iter().map(|row| row.source_id).collect();
    let organizations: BTreeSet<OrganizationId> = over.iter().map(|row| row.organization_id).collect();
    for organization in organizations {
        locked.push(accounts::open(tx, organization, Which::Own(AccountKind::Held)).await?);
    }
    ledger::lock(tx, locked).await
}
