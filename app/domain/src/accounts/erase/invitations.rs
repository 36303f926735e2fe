//! Invitations to them, and lists of addresses with theirs among them.

use lectern_contract::{BatchId, InvitationId, invitations::InvitationState, people::DELETED};
use lectern_entities::{batch, batch_row, invitation, user};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select, sea_query::Expr,
};

use super::{address, registrations};
use crate::{actor::Actor, fault::Result, invitations, runtime, tx::Tx};

/// Their rows of lists. What of a list was not sent yet is not sent to them: their row belongs to a deleted user from here
/// on. The lists are kept from being sent meanwhile: the job locks them first, too.
pub(super) async fn erase_lists(tx: &Tx, user: &user::Model) -> Result<()> {
    let theirs = || {
        Condition::all()
            .add(batch_row::Column::OrganizationId.eq(user.organization_id))
            .add(batch_row::Column::EmailKey.eq(&user.email_key))
    };
    let with_them = batch_row::Entity::find()
        .select_only()
        .column(batch_row::Column::BatchId)
        .filter(theirs());
    let lists = batch::Entity::find()
        .select_only()
        .column(batch::Column::Id)
        .filter(batch::Column::Id.in_subquery(with_them.into_query()))
        .order_by_asc(batch::Column::Id);
    tx.keep(lists).into_tuple::<BatchId>().all(tx).await?;
    batch_row::Entity::update_many()
        .col_expr(batch_row::Column::Email, Expr::value(DELETED))
        .col_expr(batch_row::Column::EmailKey, Expr::value(address(user.id)))
        .col_expr(batch_row::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(theirs())
        .exec(tx)
        .await?;
    Ok(())
}

/// What is pending is canceled, and its credit is free again; then invitations to them lose address and message. One that
/// is sent to the address meanwhile is for somebody new.
pub(super) async fn erase(tx: &Tx, actor: &Actor, user: &user::Model) -> Result<()> {
    let theirs = Condition::any()
        .add(invitation::Column::EmailKey.eq(&user.email_key))
        .add(invitation::Column::RegistrationId.in_subquery(registrations(user.id)));
    let all = invitation::Entity::find()
        .filter(invitation::Column::OrganizationId.eq(user.organization_id))
        .filter(theirs)
        .order_by_asc(invitation::Column::Id);
    let mut pending = tx.keep(all).all(tx).await?;
    let ids: Vec<InvitationId> = pending.iter().map(|row| row.id).collect();
    pending.retain(|row| row.state == InvitationState::Pending);
    // Who launches at this moment waits, or their launch is there to be ended.
    tx.keep(user::Entity::find_by_id(user.id)).one(tx).await?;
    runtime::end_of_user(tx, user.id).await?;
    invitations::lock_sources(tx, user.organization_id, &pending, std::iter::empty()).await?;
    invitations::cancel_all(tx, &actor.author(), pending).await?;
    invitation::Entity::update_many()
        .col_expr(invitation::Column::Email, Expr::value(DELETED))
        .col_expr(invitation::Column::EmailKey, Expr::value(address(user.id)))
        .col_expr(invitation::Column::Message, Expr::value(""))
        .col_expr(invitation::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(invitation::Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(())
}

/// How many invitations to them are pending.
pub(super) async fn pending(db: &impl ConnectionTrait, user: &user::Model) -> Result<u64> {
    let pending: Select<invitation::Entity> = invitation::Entity::find()
        .filter(invitation::Column::OrganizationId.eq(user.organization_id))
        .filter(invitation::Column::EmailKey.eq(&user.email_key))
        .filter(invitation::Column::State.eq(InvitationState::Pending));
    Ok(pending.count(db).await?)
}
