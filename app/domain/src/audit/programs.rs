//! What programs did: the source of their rows is a key and a network address, which are searched for apart.

use std::net::IpAddr;

use lectern_contract::{ApiKeyId, OrganizationId};
use lectern_entities::{api_key, audit};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LikeExpr,
};

use super::list::FOUND;
use crate::{
    api_keys::{MARK, PREFIX, source},
    fault::Result,
    search,
};

/// The ways to what programs did: by a key, of which at least the first characters are given, or from a network
/// address.
pub(super) async fn ways(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    words: &str,
) -> Result<Vec<Condition>> {
    if words.starts_with(MARK) {
        by_key(db, organization, words).await
    } else if words.parse::<IpAddr>().is_ok() {
        from_address(db, organization, words).await
    } else {
        Ok(vec![])
    }
}

/// What was done with the found keys, from wherever, and to them.
async fn by_key(db: &impl ConnectionTrait, organization: OrganizationId, words: &str) -> Result<Vec<Condition>> {
    let head: String = words.chars().take(PREFIX).collect();
    let begins = LikeExpr::new(format!("{}%", search::escape(&head))).escape('\\');
    let keys: Vec<(ApiKeyId, String)> = api_key::Entity::find()
        .select_only()
        .columns([api_key::Column::Id, api_key::Column::Prefix])
        .filter(api_key::Column::OrganizationId.eq(organization))
        .filter(api_key::Column::Prefix.like(begins))
        .order_by_desc(api_key::Column::Id)
        .limit(FOUND)
        .into_tuple()
        .all(db)
        .await?;
    let ways = keys.into_iter().flat_map(|(id, prefix)| {
        // Addresses are digits, letters up to f, and marks: in every collation they end before a z.
        let first = source(&prefix, "");
        let end = source(&prefix, "z");
        let did = Condition::all()
            .add(audit::Column::Source.gte(first))
            .add(audit::Column::Source.lt(end));
        [did, Condition::all().add(audit::Column::SubjectId.eq(id.0))]
    });
    Ok(ways.collect())
}

/// What was done from an address, whichever key came from there.
async fn from_address(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    address: &str,
) -> Result<Vec<Condition>> {
    let keys: Vec<String> = api_key::Entity::find()
        .select_only()
        .column(api_key::Column::Prefix)
        .filter(api_key::Column::OrganizationId.eq(organization))
        .into_tuple()
        .all(db)
        .await?;
    let way = |prefix: String| Condition::all().add(audit::Column::Source.eq(source(&prefix, address)));
    Ok(keys.into_iter().map(way).collect())
}
