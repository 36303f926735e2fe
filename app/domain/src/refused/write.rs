//! The rows of one refused act, bounded.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use lectern_contract::{Refusal, RefusedId, limits, refusal::Reason};
use lectern_entities::refused;
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter,
    sea_query::{Alias, Expr, OnConflict},
};

use super::scene::Scene;
use crate::{
    fault::{Error, Result},
    keyset::first_id,
    search, secrets,
    tx::Tx,
};

/// Rows that one act writes at most.
pub const MOST_OF_AN_ACT: usize = 100;
/// New rows that one person, or one network address of strangers, causes in an hour at most.
pub const MOST_OF_AN_HOUR: usize = 1_000;

/// One person an act was refused about.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub address: String,
    pub reason: Reason,
    pub detail: Option<Refusal>,
}

/// Writes the lines that there is room for; the others are counted together, by their reason.
pub(super) async fn write(tx: &Tx, scene: &Scene, lines: Vec<Line>) -> Result<()> {
    let origin = origin(scene);
    let room = MOST_OF_AN_HOUR
        .saturating_sub(written(tx, scene, &origin).await?)
        .min(MOST_OF_AN_ACT);
    let mut rows: BTreeMap<String, refused::Model> = BTreeMap::new();
    for (place, line) in lines.into_iter().enumerate() {
        let row = row(tx, scene, &origin, line, place < room)?;
        let bucket = row.bucket.clone();
        rows.entry(bucket).and_modify(|row| row.times += 1).or_insert(row);
    }
    if rows.is_empty() {
        return Ok(());
    }
    let table = |column: refused::Column| Expr::col((refused::Entity, column));
    let new = |column: refused::Column| Expr::col((Alias::new("excluded"), column));
    let count_up = OnConflict::column(refused::Column::Bucket)
        .value(
            refused::Column::Times,
            table(refused::Column::Times).add(new(refused::Column::Times)),
        )
        .value(refused::Column::LastAt, new(refused::Column::LastAt))
        .to_owned();
    // In the order of their buckets, so that two who write at once never wait for one another.
    let rows = rows.into_values().map(active);
    refused::Entity::insert_many(rows)
        .on_conflict(count_up)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

pub(super) fn active(row: refused::Model) -> refused::ActiveModel {
    sea_orm::ActiveModelTrait::reset_all(sea_orm::IntoActiveModel::into_active_model(row))
}

/// Who is counted: the person, else where a stranger came from.
fn origin(scene: &Scene) -> String {
    match scene.author.user {
        Some(user) => user.to_string(),
        None => scene.author.source.clone(),
    }
}

async fn written(tx: &Tx, scene: &Scene, origin: &str) -> Result<usize> {
    let hour_ago: RefusedId = first_id(tx.now() - TimeDelta::hours(1)).into();
    let count = refused::Entity::find()
        .filter(refused::Column::OrganizationId.eq(scene.author.organization))
        .filter(refused::Column::Origin.eq(origin))
        .filter(refused::Column::Id.gte(hour_ago))
        .count(tx)
        .await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// The row of a line; without room it names no person, so that all such lines of a minute are one row.
fn row(tx: &Tx, scene: &Scene, origin: &str, line: Line, room: bool) -> Result<refused::Model> {
    let (address, user, detail) = if room {
        (kept(&line.address), scene.user, line.detail)
    } else {
        (String::new(), None, None)
    };
    let detail = detail.map(|refusal| serde_json::to_string(&refusal)).transpose();
    let author = &scene.author;
    let minute = tx.now().timestamp() / 60;
    let same = (
        author.organization,
        origin,
        author.role,
        scene.act,
        line.reason,
        scene.course,
        user,
        &address,
        scene.batch,
        minute,
    );
    let same = serde_json::to_string(&same).map_err(Error::fault)?;
    Ok(refused::Model {
        id: tx.new_id(),
        organization_id: author.organization,
        act: scene.act,
        reason: line.reason,
        detail: detail.map_err(Error::fault)?,
        actor_id: author.user,
        role: author.role,
        manager_id: scene.manager,
        course_id: scene.course,
        user_id: user,
        address_key: search::key(&address),
        address,
        batch_id: scene.batch,
        source: author.source.clone(),
        origin: origin.to_owned(),
        bucket: secrets::hash(&same),
        times: 1,
        created_at: tx.now(),
        last_at: tx.now(),
    })
}

/// What is kept of an address, which may be anything that somebody typed.
fn kept(address: &str) -> String {
    address
        .chars()
        .filter(|c| !c.is_control())
        .take(limits::EMAIL)
        .collect()
}
