//! Credits put aside for a batch that is being sent.
//!
//! A batch takes many short transactions, and each of its invitations holds one credit by a ledger movement of its
//! own (L6). So that it never stops half way for want of credits, all of them are put aside first: `account.reserved`
//! says how many of a balance nobody but running batches may spend. Nothing moves by that, so the ledger says nothing
//! of it; every movement out of an account, and everything that shows free credits, leaves them alone.

use lectern_contract::{AccountId, Refusal};
use lectern_entities::account;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};

use super::{accounts::free, watch::Seen};
use crate::{fault::Result, tx::Tx};

/// Puts `amount` free credits of an account aside.
///
/// # Errors
/// `NotEnoughCredits`.
pub(crate) async fn reserve(tx: &Tx, account: AccountId, amount: i64) -> Result<()> {
    if amount == 0 {
        return Ok(());
    }
    let changed = account::Entity::update_many()
        .col_expr(
            account::Column::Reserved,
            Expr::col(account::Column::Reserved).add(amount),
        )
        .col_expr(account::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(account::Column::Id.eq(account))
        .filter(free().gte(amount))
        .exec_with_returning(tx)
        .await?;
    if let Some(row) = changed.first() {
        tx.remember_seen(account, Seen::from(row));
        return Ok(());
    }
    let row = account::Entity::find_by_id(account).one(tx).await?;
    let free = row.map_or(0, |row| row.balance - row.reserved);
    Err(Refusal::NotEnoughCredits { free, asked: amount }.into())
}

/// Makes credits free again that were put aside and not spent.
///
/// # Errors
/// The database's own.
pub(crate) async fn free_again(tx: &Tx, account: AccountId, amount: i64) -> Result<()> {
    if amount == 0 {
        return Ok(());
    }
    let changed = account::Entity::update_many()
        .col_expr(
            account::Column::Reserved,
            Expr::col(account::Column::Reserved).sub(amount),
        )
        .col_expr(account::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(account::Column::Id.eq(account))
        .exec_with_returning(tx)
        .await?;
    if let Some(row) = changed.first() {
        tx.remember_seen(account, Seen::from(row));
    }
    Ok(())
}
