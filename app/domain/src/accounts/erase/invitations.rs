//! Invitations to them, and lists of addresses with theirs among them.

use lectern_contract::{BatchId, batches::Verdict, invitations::InvitationState, people::DELETED};
use lectern_entities::{batch, batch_row, invitation};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select, sea_query::Expr,
};

use super::{cut::Writing, traces::Traces};
use crate::{actor::Actor, fault::Result, invitations, runtime, tx::Tx};

/// Keeps lists with their address, and their own lists, from being sent meanwhile: the job locks the list first, too.
pub(super) async fn keep_lists(tx: &Tx, traces: &Traces) -> Result<()> {
    let with_them = batch_row::Entity::find()
        .select_only()
        .column(batch_row::Column::BatchId)
        .filter(batch_row::Column::OrganizationId.eq(traces.organization))
        .filter(batch_row::Column::EmailKey.is_in(traces.keys()));
    let lists = batch::Entity::find()
        .select_only()
        .column(batch::Column::Id)
        .filter(batch::Column::OrganizationId.eq(traces.organization))
        .filter(
            Condition::any()
                .add(batch::Column::SenderId.eq(traces.user))
                .add(batch::Column::Id.in_subquery(with_them.into_query())),
        )
        .order_by_asc(batch::Column::Id);
    tx.keep(lists).into_tuple::<BatchId>().all(tx).await?;
    Ok(())
}

/// Their rows of lists, and texts of lists that name them. What of a list was not sent yet is not sent to them: their
/// row belongs to a deleted user from here on.
pub(super) async fn erase_lists(tx: &Tx, traces: &Traces) -> Result<()> {
    let columns = [
        batch_row::Column::Id,
        batch_row::Column::OrganizationId,
        batch_row::Column::Email,
    ];
    let malformed = Condition::all().add(batch_row::Column::Verdict.eq(Verdict::Malformed));
    let named = traces
        .named::<batch_row::Entity>(tx, columns, Writing::Plain, malformed)
        .await?;
    let theirs = Condition::any()
        .add(batch_row::Column::EmailKey.is_in(traces.keys()))
        .add(batch_row::Column::Id.is_in(named.into_iter().map(|(row, _)| row)));
    batch_row::Entity::update_many()
        .col_expr(batch_row::Column::Email, Expr::value(DELETED))
        .col_expr(batch_row::Column::EmailKey, Expr::value(&traces.gone))
        .col_expr(batch_row::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(batch_row::Column::OrganizationId.eq(traces.organization))
        .filter(theirs)
        .exec(tx)
        .await?;
    for (text, writing) in [
        (batch::Column::Name, Writing::Plain),
        (batch::Column::Message, Writing::Plain),
        (batch::Column::LetterText, Writing::Plain),
        (batch::Column::LetterHtml, Writing::Html),
    ] {
        let columns = [batch::Column::Id, batch::Column::OrganizationId, text];
        traces
            .take_out::<batch::Entity>(tx, columns, writing, Condition::all())
            .await?;
    }
    Ok(())
}

/// What is pending is canceled, and its credit is free again; then invitations to them lose address and message.
/// Messages to others name them no more.
pub(super) async fn erase(tx: &Tx, actor: &Actor, traces: &Traces) -> Result<()> {
    let all = to_them(traces).order_by_asc(invitation::Column::Id);
    let mut pending = tx.keep(all).all(tx).await?;
    pending.retain(|row| row.state == InvitationState::Pending);
    let columns = [
        invitation::Column::Id,
        invitation::Column::OrganizationId,
        invitation::Column::Message,
    ];
    traces
        .take_out::<invitation::Entity>(tx, columns, Writing::Plain, Condition::all())
        .await?;
    runtime::end_of_user(tx, traces.user).await?;
    invitations::lock_sources(tx, traces.organization, &pending, std::iter::empty()).await?;
    invitations::cancel_all(tx, &actor.author(), pending).await?;
    invitation::Entity::update_many()
        .col_expr(invitation::Column::Email, Expr::value(DELETED))
        .col_expr(invitation::Column::EmailKey, Expr::value(&traces.gone))
        .col_expr(invitation::Column::Message, Expr::value(""))
        .col_expr(invitation::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(invitation::Column::OrganizationId.eq(traces.organization))
        .filter(invitation::Column::EmailKey.is_in(traces.keys()))
        .exec(tx)
        .await?;
    Ok(())
}

/// How many invitations to them are pending.
pub(super) async fn pending(db: &impl ConnectionTrait, traces: &Traces) -> Result<u64> {
    let pending = to_them(traces).filter(invitation::Column::State.eq(InvitationState::Pending));
    Ok(pending.count(db).await?)
}

fn to_them(traces: &Traces) -> Select<invitation::Entity> {
    invitation::Entity::find()
        .filter(invitation::Column::OrganizationId.eq(traces.organization))
        .filter(invitation::Column::EmailKey.is_in(traces.keys()))
}
