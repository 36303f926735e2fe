//! Erasing who was deleted: their names and addresses leave every row that may be changed, and every text that names
//! them. What stays is what has to: the audit log and the ledger, which nothing changes (the ledger names people by their
//! id, and people may have typed a name as a reason), and invoices and what payment providers said.
//!
//! Rows are locked in one order with everybody else (see `Tx::keep`): lists and letters first, then requests,
//! invitations, launches and accounts, then what nobody locks together with them. The user's own row comes last: whoever
//! writes a row of theirs waits for it.

mod cut;
mod found;
mod invitations;
mod letters;
mod record;
mod traces;

use lectern_contract::UserId;
use lectern_entities::user;
use sea_orm::ConnectionTrait;

use self::traces::Traces;
use crate::{actor::Actor, fault::Result, tx::Tx};

/// Where the addresses lead of those who were deleted: nowhere (RFC 2606).
const NOWHERE: &str = "@deleted.invalid";

/// What stands in the place of a deleted user's address, where rows need one of their own.
pub(super) fn address(id: UserId) -> String {
    format!("deleted-{id}{NOWHERE}")
}

/// Whether this is the key of an address that stands in the place of a deleted user's.
pub(crate) fn is_gone(key: &str) -> bool {
    key.ends_with(NOWHERE)
}

/// Takes a user out of everything but their own row. Pending invitations to them are canceled, and their credits are
/// free again; their launches end.
///
/// # Errors
/// The database's own.
pub(super) async fn erase(tx: &Tx, actor: &Actor, user: &user::Model) -> Result<()> {
    let traces = Traces::of(tx, user).await?;
    invitations::keep_lists(tx, &traces).await?;
    letters::erase(tx, &traces).await?;
    invitations::erase_lists(tx, &traces).await?;
    record::erase_requests(tx, &traces).await?;
    Box::pin(invitations::erase(tx, actor, &traces)).await?;
    record::erase(tx, &traces).await
}

/// How many pending invitations to a user would be canceled.
///
/// # Errors
/// The database's own.
pub(super) async fn to_cancel(db: &impl ConnectionTrait, user: &user::Model) -> Result<u64> {
    invitations::pending(db, &Traces::of(db, user).await?).await
}
