//! The rows of a sent list that were not sent, each in the log with its reason. A list of 100,000 is far too much for
//! one transaction, so a job writes them some hundred at a time, once the list is over; the list's row says how far
//! it came. There are never more of them than the list itself had rows, and nobody sends a list without a credit.

use lectern_contract::{
    Refusal,
    batches::{BatchState, Verdict},
    invitations::AddressProblem,
    refusal::Reason,
    refused::RefusedAct,
};
use lectern_entities::{batch, batch_row, organization, refused};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use super::write::active;
use crate::{
    accounts::organizations,
    fault::{Error, Result},
    invitations::log::names,
    portal::Portal,
    search,
    tx::Tx,
};

/// Rows looked at in one transaction: on SQLite everybody else waits that long.
const AT_ONCE: u64 = 500;

/// Notes the next rows of a list that is over, in a transaction of its own; answers whether there were any.
///
/// # Errors
/// The database's own; then nothing happened, and the same step can be taken again.
pub async fn note_rows(portal: &Portal) -> Result<bool> {
    let over = || {
        batch::Entity::find()
            .filter(Expr::col(batch::Column::RefusedTo).lt(Expr::col(batch::Column::RowCount)))
            .filter(batch::Column::State.is_in([BatchState::Done, BatchState::Canceled, BatchState::Stopped]))
            .order_by_asc(batch::Column::Id)
            .limit(1)
    };
    if over().one(portal.reader()).await?.is_none() {
        return Ok(false);
    }
    let tx = portal.begin().await?;
    let Some(batch) = tx.keep(over()).one(&tx).await? else {
        return Ok(false);
    };
    let rows = batch_row::Entity::find()
        .filter(batch_row::Column::BatchId.eq(batch.id))
        .filter(batch_row::Column::Number.gt(batch.refused_to))
        .order_by_asc(batch_row::Column::Number)
        .limit(AT_ONCE)
        .all(&tx)
        .await?;
    let reached = rows.last().map_or(batch.row_count, |row| row.number);
    let not_sent: Vec<_> = rows.into_iter().filter(|row| row.invitation_id.is_none()).collect();
    write(&tx, &batch, not_sent).await?;
    let change = batch::ActiveModel {
        id: Set(batch.id),
        refused_to: Set(reached),
        ..Default::default()
    };
    change.update(&tx).await?;
    tx.commit().await?;
    Ok(true)
}

async fn write(tx: &Tx, batch: &batch::Model, rows: Vec<batch_row::Model>) -> Result<()> {
    let senders = names(tx, rows.iter().filter_map(|row| row.invited_by)).await?;
    let home = organizations::find(tx, batch.organization_id).await?;
    let mut refusals = Vec::with_capacity(rows.len());
    for row in rows {
        let by = row.invited_by.and_then(|id| senders.get(&id).cloned());
        let problem = problem(&home, &row, by);
        refusals.push(active(refusal(tx, batch, row, problem)?));
    }
    if refusals.is_empty() {
        return Ok(());
    }
    refused::Entity::insert_many(refusals)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

fn refusal(
    tx: &Tx,
    batch: &batch::Model,
    row: batch_row::Model,
    problem: Option<AddressProblem>,
) -> Result<refused::Model> {
    let reason = problem
        .as_ref()
        .map_or_else(|| left_over(batch.state), AddressProblem::reason);
    let detail = problem.map(|problem| Refusal::Addresses(vec![(row.email.clone(), problem)]));
    let detail = detail.map(|refusal| serde_json::to_string(&refusal)).transpose();
    let manager = (batch.role == lectern_contract::Role::Manager).then_some(batch.sender_id);
    Ok(refused::Model {
        id: tx.new_id(),
        organization_id: batch.organization_id,
        act: RefusedAct::Invite,
        reason,
        detail: detail.map_err(Error::fault)?,
        actor_id: Some(batch.sender_id),
        role: Some(batch.role),
        manager_id: manager,
        course_id: Some(batch.course_id),
        user_id: None,
        bucket: format!("row:{}", row.id),
        address_key: search::key(&row.email),
        address: row.email,
        batch_id: Some(batch.id),
        source: batch.source.clone(),
        // Lists are bounded by themselves: they take no room from what people do otherwise.
        origin: format!("batch:{}", batch.id),
        times: 1,
        created_at: tx.now(),
        last_at: tx.now(),
    })
}

/// What was wrong with the address itself.
fn problem(home: &organization::Model, row: &batch_row::Model, by: Option<String>) -> Option<AddressProblem> {
    Some(match row.verdict {
        Verdict::New | Verdict::Known => return None,
        Verdict::Enrolled => AddressProblem::Enrolled,
        Verdict::Invited => {
            let at = row.invited_at.unwrap_or(row.updated_at);
            AddressProblem::AlreadyInvited(by.unwrap_or_default(), organizations::local(home, at))
        }
        Verdict::Suspended => AddressProblem::Suspended,
        Verdict::Malformed => AddressProblem::Malformed,
        Verdict::Repeated => AddressProblem::Repeated,
    })
}

/// Why an address that could have been invited was not.
const fn left_over(state: BatchState) -> Reason {
    match state {
        BatchState::Canceled => Reason::BatchCanceled,
        BatchState::Stopped => Reason::BatchStopped,
        _ => Reason::NoCredit,
    }
}
