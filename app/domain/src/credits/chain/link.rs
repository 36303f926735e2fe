//! Makes links for what a database transaction posted.

use lectern_contract::{OrganizationId, TransactionId};
use lectern_entities::{ledger_head, ledger_link, ledger_transaction, posting};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel,
    QueryFilter, QueryTrait, Statement,
};

use super::form;
use crate::{fault::Result, tx::Tx};

/// Links inserted in one statement: databases take no more than some ten thousand values at once.
const AT_ONCE: usize = 500;

/// A posted transaction that waits for its link.
#[derive(Clone, Debug)]
pub(crate) struct Posted {
    transaction: TransactionId,
    content: Vec<u8>,
}

impl Posted {
    /// A transaction with its postings.
    pub(crate) fn new(row: &ledger_transaction::Model, postings: &[posting::Model]) -> Self {
        Self {
            transaction: row.id,
            content: form::content(row, postings),
        }
    }
}

/// Links everything that was posted in this transaction, in the order it was posted. Of several organizations, which
/// only the clock acts for at once, the heads are locked in the order of their ids.
///
/// # Errors
/// The database's own.
pub(crate) async fn link(tx: &Tx) -> Result<()> {
    for (organization, posted) in tx.take_posted() {
        let head = lock(tx, organization).await?;
        // A ledger from before the chain is linked from its beginning; then these are found there, too.
        if !super::is_behind(tx, &head).await? {
            extend(tx, head, &posted).await?;
        }
    }
    Ok(())
}

/// The end of the chain, which nobody else moves until this transaction ends.
pub(super) async fn lock(tx: &Tx, organization: OrganizationId) -> Result<ledger_head::Model> {
    let own = ledger_head::Entity::find().filter(ledger_head::Column::OrganizationId.eq(organization));
    if let Some(head) = tx.keep(own.clone()).one(tx).await? {
        return Ok(head);
    }
    let head = ledger_head::Model {
        id: tx.new_id(),
        organization_id: organization,
        number: 0,
        hash: form::NOTHING.to_owned(),
        behind: false,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    tx.insert_unless_taken(head.clone().into_active_model().reset_all())
        .await?;
    Ok(tx.keep(own).one(tx).await?.unwrap_or(head))
}

/// Adds links behind a locked head; answers the new end.
pub(super) async fn extend(tx: &Tx, mut head: ledger_head::Model, posted: &[Posted]) -> Result<ledger_head::Model> {
    for some in posted.chunks(AT_ONCE) {
        let mut links = Vec::with_capacity(some.len());
        for one in some {
            head.number += 1;
            let hash = form::hash(&head.hash, head.number, &one.content);
            links.push(ledger_link::ActiveModel {
                id: Set(tx.new_id()),
                organization_id: Set(head.organization_id),
                number: Set(head.number),
                transaction_id: Set(one.transaction),
                version: Set(form::VERSION),
                previous: Set(std::mem::replace(&mut head.hash, hash.clone())),
                hash: Set(hash),
                created_at: Set(tx.now()),
            });
        }
        head.updated_at = tx.now();
        put(tx, &head, links).await?;
    }
    Ok(head)
}

/// The links and the moved head: in one round trip on PostgreSQL, where others wait for it.
async fn put(tx: &Tx, head: &ledger_head::Model, links: Vec<ledger_link::ActiveModel>) -> Result<()> {
    let backend = tx.get_database_backend();
    let insert = ledger_link::Entity::insert_many(links);
    let moved = [
        head.number.into(),
        head.hash.clone().into(),
        head.updated_at.into(),
        Tx::uuid(head.id),
    ];
    if backend != DbBackend::Postgres {
        insert.exec_without_returning(tx).await?;
        let sql = "update ledger_head set number = ?, hash = ?, updated_at = ? where id = ?";
        tx.execute_raw(Statement::from_sql_and_values(backend, sql, moved))
            .await?;
        return Ok(());
    }
    let insert = insert.build(backend);
    let mut values = insert.values.map(|values| values.0).unwrap_or_default();
    let at = values.len();
    let sql = format!(
        "with linked as ({}) update ledger_head set number = ${}, hash = ${}, updated_at = ${} where id = ${}",
        insert.sql,
        at + 1,
        at + 2,
        at + 3,
        at + 4
    );
    values.extend(moved);
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, values))
        .await?;
    Ok(())
}
