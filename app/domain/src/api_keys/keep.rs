//! A new key's secret: shown to the browser that made it, then forgotten.

use lectern_contract::{ApiKeyId, Role, api_keys::KeyRow};
use lectern_entities::api_key;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use super::{PURPOSE, SHOWN, found, list, of};
use crate::{actor::Actor, fault::Result, portal::Portal, secrets, tx::Tx};

/// A key, and its secret where this session made it and has not kept it yet. Looking changes nothing.
///
/// # Errors
/// `NotFound` unless an admin asks for a key of the organization.
pub async fn look(portal: &Portal, actor: &Actor, id: ApiKeyId, session: &str) -> Result<(KeyRow, Option<String>)> {
    let row = list::one(portal, actor, id).await?;
    let key = found(of(actor.organization, id).one(portal.reader()).await?)?;
    let mine = key.user_id == actor.user && key.shown_to == secrets::hash(session);
    let fresh = key.revoked_at.is_none() && portal.now() - key.created_at < SHOWN;
    let sealed = key.sealed.filter(|_| mine && fresh);
    let secret = match sealed {
        Some(sealed) => Some(portal.secret().open(PURPOSE, id.0, &sealed)?),
        None => None,
    };
    Ok((row, secret.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())))
}

/// The maker has the secret: it is not shown again.
///
/// # Errors
/// `NotFound` unless an admin asks for a key of the organization that they made.
pub async fn keep(tx: &Tx, actor: &Actor, id: ApiKeyId) -> Result<()> {
    actor.require(Role::Admin)?;
    let mine = of(actor.organization, id).filter(api_key::Column::UserId.eq(actor.user));
    found(mine.one(tx).await?)?;
    forget(tx, api_key::Column::Id.eq(id)).await.map(drop)
}

/// Forgets secrets that were shown long enough; answers how many.
///
/// # Errors
/// The database's own.
pub async fn sweep(tx: &Tx) -> Result<u64> {
    forget(tx, api_key::Column::CreatedAt.lte(tx.now() - SHOWN)).await
}

async fn forget(tx: &Tx, which: sea_orm::sea_query::SimpleExpr) -> Result<u64> {
    let forgotten = api_key::Entity::update_many()
        .col_expr(api_key::Column::Sealed, Expr::value(None::<String>))
        .filter(which)
        .filter(api_key::Column::Sealed.is_not_null())
        .exec(tx)
        .await?;
    Ok(forgotten.rows_affected)
}
