//! Links a ledger from before the chain: in small steps, when the portal starts.

use lectern_contract::{OrganizationId, TransactionId};
use lectern_entities::{ledger_head, ledger_transaction, posting};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement, sea_query::Expr};

use super::link::{self, Posted};
use crate::{
    fault::{Error, Result},
    portal::Portal,
    tx::Tx,
};

/// Transactions linked in one step.
const AT_ONCE: usize = 500;

/// The last transaction that was linked, and whose it is.
type Reached = Option<(OrganizationId, TransactionId)>;

/// Links what waits, until nothing does: oldest first, by ids, which begin with their instant. A portal that is
/// stopped meanwhile goes on where it was; of two processes each does a part. Answers how many were linked.
///
/// # Errors
/// The database's own.
pub async fn catch_up(portal: &Portal) -> Result<usize> {
    let (mut linked, mut reached): (usize, Reached) = (0, None);
    loop {
        let tx = portal.begin().await?;
        let behind = super::behind()
            .order_by_asc(ledger_head::Column::OrganizationId)
            .one(&tx)
            .await?;
        let Some(head) = behind else { return Ok(linked) };
        let some = step(&tx, &head, &mut reached).await?;
        tx.commit().await?;
        linked += some;
        if some > 0 && linked.is_multiple_of(20 * AT_ONCE) {
            tracing::info!(linked, "linking the ledger's transactions of old");
        }
    }
}

/// The next transactions of one organization, or the note that it is no longer behind.
async fn step(tx: &Tx, head: &ledger_head::Model, reached: &mut Reached) -> Result<usize> {
    let head = link::lock(tx, head.organization_id).await?;
    if !super::is_behind(tx, &head).await? {
        return Ok(0);
    }
    let here = reached.filter(|(organization, _)| *organization == head.organization_id);
    let waiting = waiting(tx, &head, here.map(|(_, id)| id)).await?;
    let Some(last) = waiting.last() else {
        // Whoever posted while this went on, behind the place it had reached, is found by a second look.
        *reached = None;
        if here.is_none() {
            ledger_head::Entity::update_many()
                .col_expr(ledger_head::Column::Behind, Expr::value(false))
                .filter(ledger_head::Column::Id.eq(head.id))
                .exec(tx)
                .await?;
        }
        return Ok(0);
    };
    *reached = Some((head.organization_id, *last));
    let posted = posted(tx, &waiting).await?;
    link::extend(tx, head, &posted).await?;
    Ok(waiting.len())
}

/// Transactions without a link, oldest first.
async fn waiting(tx: &Tx, head: &ledger_head::Model, after: Option<TransactionId>) -> Result<Vec<TransactionId>> {
    let backend = tx.get_database_backend();
    let after = after.unwrap_or(TransactionId(uuid::Uuid::nil()));
    let sql = format!(
        "select t.id from ledger_transaction t where t.organization_id = $1 and t.id > $2
         and not exists (select 1 from ledger_link l where l.transaction_id = t.id)
         order by t.id limit {AT_ONCE}"
    );
    let sql = crate::credits::verify::own_words(backend, &sql);
    let values = [Tx::uuid(head.organization_id), Tx::uuid(after)];
    let rows = tx
        .query_all_raw(Statement::from_sql_and_values(backend, sql, values))
        .await?;
    rows.iter()
        .map(|row| row.try_get_by_index(0).map(TransactionId).map_err(Error::from))
        .collect()
}

/// These transactions as they are stored, in this order.
async fn posted(tx: &Tx, ids: &[TransactionId]) -> Result<Vec<Posted>> {
    let rows = ledger_transaction::Entity::find()
        .filter(ledger_transaction::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(ledger_transaction::Column::Id)
        .all(tx)
        .await?;
    let lines = posting::Entity::find()
        .filter(posting::Column::TransactionId.is_in(ids.iter().copied()))
        .all(tx)
        .await?;
    let mut of = super::walk::by_transaction(lines);
    Ok(rows
        .iter()
        .map(|row| Posted::new(row, &of.remove(&row.id).unwrap_or_default()))
        .collect())
}
