//! What a launch token opens: the player once, then its files; and how it changes hands and ends.

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    InstanceItemId, Refusal, VersionId,
    registrations::{LaunchEnd, RegistrationState},
};
use lectern_entities::{instance, instance_item, launch, registration};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};

use super::{config, launch::make_live};
use crate::{
    fault::{Error, Result},
    portal::Portal,
    secrets,
    tx::Tx,
};

/// A token opens the player this long after the launch (`spec/runtime.md`, Origins).
pub(super) const OPENS_FOR: TimeDelta = TimeDelta::seconds(60);
/// Commits of a closing page may arrive this long after its end.
pub(super) const GRACE: TimeDelta = TimeDelta::seconds(30);

/// Opens the player: once, within a minute. The registration's first opening is what the registration meter
/// counts (`spec/registrations.md` 2). Answers the player's configuration as JSON.
///
/// # Errors
/// `StaleLink` for a token that was opened, is too old, ended, or never was.
pub async fn open(portal: &Portal, token: &str, portal_origin: &str) -> Result<serde_json::Value> {
    let tx = portal.begin().await?;
    let launch = find(&tx, token).await?;
    if keep_registration(&tx, &launch).await?.state != RegistrationState::Active {
        return Err(Refusal::StaleLink.into());
    }
    let opened = launch::Entity::update_many()
        .col_expr(launch::Column::OpenedAt, Expr::value(tx.now()))
        .filter(launch::Column::Id.eq(launch.id))
        .filter(launch::Column::OpenedAt.is_null())
        .filter(launch::Column::EndedAt.is_null())
        .filter(launch::Column::CreatedAt.gt(tx.now() - OPENS_FOR))
        .exec(&tx)
        .await?;
    if opened.rows_affected == 0 {
        return Err(Refusal::StaleLink.into());
    }
    count(&tx, &launch).await?;
    let config = config::build(&tx, &launch, portal_origin).await?;
    tx.commit().await?;
    Ok(config)
}

/// The registration of a launch. Whoever withdraws it at this moment waits, or was quicker.
pub(super) async fn keep_registration(tx: &Tx, launch: &launch::Model) -> Result<registration::Model> {
    let row = tx
        .keep(registration::Entity::find_by_id(launch.registration_id))
        .one(tx)
        .await?;
    row.ok_or_else(|| Error::fault("a launch without a registration"))
}

/// The first launch, once; the last launch, always.
async fn count(tx: &Tx, launch: &launch::Model) -> Result<()> {
    registration::Entity::update_many()
        .col_expr(registration::Column::FirstLaunchedAt, Expr::value(tx.now()))
        .filter(registration::Column::Id.eq(launch.registration_id))
        .filter(registration::Column::FirstLaunchedAt.is_null())
        .exec(tx)
        .await?;
    registration::Entity::update_many()
        .col_expr(registration::Column::LastLaunchedAt, Expr::value(tx.now()))
        .filter(registration::Column::Id.eq(launch.registration_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// The launch of a token, whatever its state.
///
/// # Errors
/// `StaleLink` where there is none.
pub(super) async fn find(db: &impl ConnectionTrait, token: &str) -> Result<launch::Model> {
    let found = launch::Entity::find()
        .filter(launch::Column::TokenHash.eq(secrets::hash(token)))
        .one(db)
        .await?;
    Ok(found.ok_or(Refusal::StaleLink)?)
}

/// The version whose files a token may read: only while its launch is open.
///
/// # Errors
/// `StaleLink`.
pub async fn files(portal: &Portal, token: &str) -> Result<VersionId> {
    let launch = find(portal.reader(), token).await?;
    if launch.opened_at.is_none() || launch.ended_at.is_some() {
        return Err(Refusal::StaleLink.into());
    }
    let version: Option<VersionId> = instance::Entity::find_by_id(launch.instance_id)
        .select_only()
        .column(instance::Column::VersionId)
        .into_tuple()
        .one(portal.reader())
        .await?;
    Ok(version.ok_or(Refusal::StaleLink)?)
}

/// What became of asking to be the live launch again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakeOver {
    /// It is, and this is the last sequence number it had.
    Taken(i64),
    /// Another launch has saved newer work, which this one's next commit would replace.
    Newer,
}

/// Makes this launch the live one again after another tab took it. What that one has saved since this one's last commit
/// is lost by it, so then only who means to `replace` it gets it.
///
/// # Errors
/// `StaleLink` where it has ended.
pub async fn take_over(portal: &Portal, token: &str, replace: bool) -> Result<TakeOver> {
    let tx = portal.begin().await?;
    keep_registration(&tx, &find(&tx, token).await?).await?;
    // Read again: it may have ended while the registration was waited for.
    let launch = find(&tx, token).await?;
    let Some(opened) = launch.opened_at.filter(|_| launch.ended_at.is_none()) else {
        return Err(Refusal::StaleLink.into());
    };
    // Before its first commit it knows what its player was told when it opened.
    if !replace && is_behind(&tx, &launch, launch.last_commit_at.unwrap_or(opened)).await? {
        return Ok(TakeOver::Newer);
    }
    make_live(&tx, launch.instance_id, launch.id).await?;
    tx.commit().await?;
    Ok(TakeOver::Taken(launch.sequence))
}

/// Whether another launch has written to the attempt since.
async fn is_behind(tx: &Tx, launch: &launch::Model, since: DateTime<Utc>) -> Result<bool> {
    let newer: Option<InstanceItemId> = instance_item::Entity::find()
        .select_only()
        .column(instance_item::Column::Id)
        .filter(instance_item::Column::InstanceId.eq(launch.instance_id))
        .filter(instance_item::Column::LaunchId.ne(launch.id))
        .filter(instance_item::Column::UpdatedAt.gt(since))
        .into_tuple()
        .one(tx)
        .await?;
    Ok(newer.is_some())
}

/// Ends a launch whose page closed; late commits are still taken for a moment.
///
/// # Errors
/// `StaleLink` for a token that never was.
pub async fn close(portal: &Portal, token: &str) -> Result<()> {
    let tx = portal.begin().await?;
    let launch = find(&tx, token).await?;
    super::end(&tx, launch::Column::Id.eq(launch.id).into(), LaunchEnd::Closed).await?;
    tx.commit().await
}
