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
use lectern_entities::{ledger_head, proof};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use crate::fault::Result;

/// The end of an organization's chain; none before its first transaction.
///
/// # Errors
/// The database's own.
pub async fn head(db: &impl ConnectionTrait, organization: OrganizationId) -> Result<Option<ledger_head::Model>> {
    let own = ledger_head::Column::OrganizationId.eq(organization);
    Ok(ledger_head::Entity::find().filter(own).one(db).await?)
}

/// Ledgers from before the chain that are being linked still. No portal answers anybody before that is over, so nothing
/// is proven before either: where a proof was ever begun, a head that says `behind` was made to say so, to hide what is
/// in no link, and is not believed.
fn behind() -> Select<ledger_head::Entity> {
    let proven = proof::Entity::find()
        .select_only()
        .column(proof::Column::OrganizationId);
    ledger_head::Entity::find()
        .filter(ledger_head::Column::Behind.eq(true))
        .filter(ledger_head::Column::OrganizationId.not_in_subquery(proven.into_query()))
}

/// Whether this is the head of such a ledger.
async fn is_behind(db: &impl ConnectionTrait, head: &ledger_head::Model) -> Result<bool> {
    if !head.behind {
        return Ok(false);
    }
    let same = behind().filter(ledger_head::Column::Id.eq(head.id));
    Ok(same.one(db).await?.is_some())
}
