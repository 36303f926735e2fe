//! Erasing who was deleted: their name and address leave every row that is theirs. Which those are is said by keys, never
//! by words: their account, the address they have, the links and registrations that are theirs. Nothing is cut out of what
//! others typed or were written. What nothing changes stays: the audit log and the ledger (which names people by their id),
//! invoices, what payment providers and webhooks were told, and answers that programs are given again.
//!
//! Rows are locked in one order with everybody else (see `Tx::keep`): lists and letters first, then invitations, the user's
//! own row, launches and accounts, then what nobody locks together with them. The user's row is changed last: whoever writes
//! a row of theirs waits for it. Then go the letters that were written meanwhile.

mod invitations;
mod letters;
mod record;

use lectern_contract::UserId;
use lectern_entities::{registration, user};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::SelectStatement,
};

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

/// Takes a user out of everything but their own row. Pending invitations to their address are canceled, and their credits
/// are free again; their launches end.
///
/// # Errors
/// The database's own.
pub(super) async fn erase(tx: &Tx, actor: &Actor, user: &user::Model) -> Result<()> {
    invitations::erase_lists(tx, user).await?;
    letters::erase(tx, user).await?;
    Box::pin(invitations::erase(tx, actor, user)).await?;
    record::erase(tx, user).await
}

/// Takes the letters, too, that somebody wrote to a user while the rest was erased: whoever had the user's row in hand is
/// done once it is changed.
///
/// # Errors
/// The database's own.
pub(super) async fn letters_meanwhile(tx: &Tx, user: &user::Model) -> Result<()> {
    letters::erase_newest(tx, user).await
}

/// How many pending invitations to a user would be canceled.
///
/// # Errors
/// The database's own.
pub(super) async fn to_cancel(db: &impl ConnectionTrait, user: &user::Model) -> Result<u64> {
    invitations::pending(db, user).await
}

/// The registrations that are theirs.
fn registrations(user: UserId) -> SelectStatement {
    let theirs = registration::Entity::find()
        .select_only()
        .column(registration::Column::Id)
        .filter(registration::Column::UserId.eq(user));
    theirs.into_query()
}

/// That a text is their address, in whatever letters.
fn is_their_address(column: impl ColumnTrait, user: &user::Model) -> sea_orm::sea_query::Expr {
    use sea_orm::sea_query::{Expr, ExprTrait, Func};
    Expr::expr(Func::lower(Expr::col(column.as_column_ref()))).eq(user.email_key.as_str())
}
