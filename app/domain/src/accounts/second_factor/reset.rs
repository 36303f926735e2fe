//! An admin helps somebody who lost telephone and recovery codes.

use lectern_contract::{Refusal, Role, UserId};
use sea_orm::ConnectionTrait;

use super::{of, remove};
use crate::{
    accounts::{sessions, users},
    actor::Actor,
    audit,
    fault::Result,
    letters,
    tx::Tx,
};

/// Whether a user has a second factor.
///
/// # Errors
/// `NotFound` unless an admin asks for a user of the organization.
pub async fn has_one(db: &impl ConnectionTrait, actor: &Actor, id: UserId) -> Result<bool> {
    actor.require(Role::Admin)?;
    let user = users::find(db, actor.organization, id).await?;
    Ok(of(db, user.id).await?.is_some())
}

/// Takes a user's second factor away, ends their sessions and tells them.
///
/// # Errors
/// `NotFound` unless an admin asks for a user of the organization; `OwnSecondFactor`; `SecondFactorOff`.
pub async fn reset(tx: &Tx, actor: &Actor, id: UserId) -> Result<()> {
    actor.require(Role::Admin)?;
    let user = users::find(tx, actor.organization, id).await?;
    if user.id == actor.user {
        return Err(Refusal::OwnSecondFactor.into());
    }
    if !remove(tx, user.id).await? {
        return Err(Refusal::SecondFactorOff.into());
    }
    sessions::end_all(tx, user.id, None).await?;
    letters::second_factor_reset(tx, &user).await?;
    audit::note(tx, &actor.author(), "second_factor.reset", "user", user.id, ()).await
}
