//! What is known of letters that came back for good.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use lectern_contract::{LetterId, OrganizationId, bounces::BounceKind};
use lectern_entities::bounce;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::fault::Result;

fn hard() -> Select<bounce::Entity> {
    bounce::Entity::find()
        .filter(bounce::Column::Kind.eq(BounceKind::Hard))
        .filter(bounce::Column::UndoneAt.is_null())
}

/// When a letter came back and why, unless that was taken back.
pub(crate) async fn of_letter(db: &impl ConnectionTrait, id: LetterId) -> Result<Option<(DateTime<Utc>, String)>> {
    let newest = hard()
        .filter(bounce::Column::LetterId.eq(id))
        .order_by_desc(bounce::Column::Id)
        .one(db)
        .await?;
    Ok(newest.map(|row| (row.created_at, row.reason)))
}

/// Those of these addresses' keys to which letters came back.
pub(crate) async fn came_back(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    keys: impl Iterator<Item = String>,
) -> Result<BTreeSet<String>> {
    let found: Vec<String> = hard()
        .select_only()
        .column(bounce::Column::EmailKey)
        .filter(bounce::Column::OrganizationId.eq(organization))
        .filter(bounce::Column::EmailKey.is_in(keys))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}
