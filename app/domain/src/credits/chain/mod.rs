//! The chain of ledger transactions: each is linked to the one before it in its organization, so that nothing can be
//! changed, removed, slipped in or reordered later without the hashes saying so (`spec/credits.md` L9).
//!
//! Links are made at the end of the database transaction that posted (`link::link`, called by [`crate::Tx::commit`]):
//! the row that keeps the chain's end is everybody's, so it is locked last, after all accounts, and only until the
//! commit. That is one select and one insert with its update (one statement on PostgreSQL), whatever was posted.

pub mod catch_up;
pub mod form;
pub(crate) mod link;
pub mod walk;

use lectern_contract::OrganizationId;
use lectern_entities::ledger_head;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::fault::Result;

/// The end of an organization's chain; none before its first transaction.
///
/// # Errors
/// The database's own.
pub async fn head(db: &impl ConnectionTrait, organization: OrganizationId) -> Result<Option<ledger_head::Model>> {
    let own = ledger_head::Column::OrganizationId.eq(organization);
    Ok(ledger_head::Entity::find().filter(own).one(db).await?)
}
