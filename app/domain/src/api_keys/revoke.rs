//! Revoking a key: at once and for good.

use lectern_contract::{ApiKeyId, Role};
use lectern_entities::api_key;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use super::{found, of};
use crate::{actor::Actor, audit, fault::Result, tx::Tx};

/// Revokes a key of the organization, whoever made it. Revoking it again changes nothing.
///
/// # Errors
/// `NotFound` unless an admin asks for a key of the organization.
pub async fn revoke(tx: &Tx, actor: &Actor, id: ApiKeyId) -> Result<()> {
    actor.require(Role::Admin)?;
    found(of(actor.organization, id).one(tx).await?)?;
    let revoked = api_key::Entity::update_many()
        .col_expr(api_key::Column::RevokedAt, Expr::value(tx.now()))
        .col_expr(api_key::Column::RevokedBy, Expr::value(actor.user))
        .col_expr(api_key::Column::Sealed, Expr::value(None::<String>))
        .col_expr(api_key::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(api_key::Column::Id.eq(id))
        .filter(api_key::Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    if revoked.rows_affected == 0 {
        return Ok(());
    }
    let both = (json!({ "revoked_at": null }), json!({ "revoked_at": tx.now() }));
    audit::change(tx, &actor.author(), "api_key.revoke", "api_key", id, both).await
}
