//! What is known of addresses before they are invited: whose they are, and who was quicker.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use lectern_contract::{
    CourseId, OrganizationId, UserId, invitations::InvitationState, people::UserState, registrations::RegistrationState,
};
use lectern_entities::{invitation, registration, user};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use super::expire;
use crate::{fault::Result, tx::Tx};

/// What is known of an address; of one that is not in the answer, nothing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// A user has it, who does not learn the course.
    Known,
    /// Its user is suspended or deleted.
    Suspended,
    /// A pending invitation to the course has it: sent by that user, then.
    Invited(UserId, DateTime<Utc>),
    /// Its user learns the course.
    Enrolled,
}

/// Whose these addresses are and which of them are invited, as far as a look tells. Overdue invitations are over.
///
/// # Errors
/// The database's own.
pub(super) async fn look(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    course: CourseId,
    keys: &BTreeSet<String>,
    now: DateTime<Utc>,
) -> Result<BTreeMap<String, Taken>> {
    let twins = pending(course, keys).filter(invitation::Column::ExpiresAt.gt(now));
    with_people(db, organization, course, keys, twins.all(db).await?).await
}

/// What is known of the addresses of an act that goes on to invite.
pub(super) struct Settled {
    pub taken: BTreeMap<String, Taken>,
    /// Invitations that expired on the way. Their credits are still held, for accounts are locked after the new
    /// invitations are in: [`expire::give_back`] must follow then.
    pub over: Vec<invitation::Model>,
}

/// The same as [`look`] for an act that goes on to invite: overdue invitations expire on the way, because the sweeper
/// may be late.
///
/// # Errors
/// The database's own.
pub(super) async fn settle(
    tx: &Tx,
    organization: OrganizationId,
    course: CourseId,
    keys: &BTreeSet<String>,
) -> Result<Settled> {
    let found = tx.keep(pending(course, keys).order_by_asc(invitation::Column::Id));
    let found = found.all(tx).await?;
    let (over, twins): (Vec<_>, Vec<_>) = found.into_iter().partition(|twin| twin.expires_at <= tx.now());
    Ok(Settled {
        over: expire::close(tx, over).await?,
        taken: with_people(tx, organization, course, keys, twins).await?,
    })
}

fn pending(course: CourseId, keys: &BTreeSet<String>) -> Select<invitation::Entity> {
    invitation::Entity::find()
        .filter(invitation::Column::CourseId.eq(course))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .filter(invitation::Column::EmailKey.is_in(keys.iter().cloned()))
}

async fn with_people(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    course: CourseId,
    keys: &BTreeSet<String>,
    twins: Vec<invitation::Model>,
) -> Result<BTreeMap<String, Taken>> {
    let known = user::Entity::find()
        .filter(user::Column::OrganizationId.eq(organization))
        .filter(user::Column::EmailKey.is_in(keys.iter().cloned()))
        .all(db)
        .await?;
    let mut taken: BTreeMap<String, Taken> = BTreeMap::new();
    for user in &known {
        let is = match user.state {
            UserState::Active => Taken::Known,
            _ => Taken::Suspended,
        };
        taken.insert(user.email_key.clone(), is);
    }
    for twin in twins {
        taken.insert(twin.email_key, Taken::Invited(twin.sender_id, twin.last_sent_at));
    }
    let registered = registration::Entity::find()
        .filter(registration::Column::CourseId.eq(course))
        .filter(registration::Column::UserId.is_in(known.iter().map(|user| user.id)))
        .order_by_asc(registration::Column::Cycle)
        .all(db)
        .await?;
    let keys_of: BTreeMap<UserId, String> = known.into_iter().map(|user| (user.id, user.email_key)).collect();
    // The newest cycle counts: the last one of a person overwrites those before it.
    let newest: BTreeMap<UserId, RegistrationState> =
        registered.into_iter().map(|row| (row.user_id, row.state)).collect();
    for (user, _) in newest.iter().filter(|(_, state)| **state == RegistrationState::Active) {
        taken.insert(keys_of[user].clone(), Taken::Enrolled);
    }
    Ok(taken)
}
