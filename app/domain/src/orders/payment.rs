//! Payments, each known by its provider's reference. Words about one payment wait for one another at its row,
//! whichever comes first.

use lectern_contract::{OrderId, OrganizationId, PaymentId, orders::Provider};
use lectern_entities::payment;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};

use crate::{
    fault::{Error, Result},
    tx::Tx,
};

/// The payment of this reference, made at its first mention, and nobody else's until this transaction ends.
///
/// # Errors
/// The database's own.
pub(super) async fn keep(tx: &Tx, provider: Provider, reference: &str) -> Result<payment::Model> {
    let row = payment::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(None),
        provider: Set(provider),
        reference: Set(reference.to_owned()),
        order_id: Set(None),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    tx.insert_unless_taken(row).await?;
    let found = tx.keep(by(provider, reference)).one(tx).await?;
    found.ok_or_else(|| Error::fault("a payment vanished"))
}

/// The order a payment paid, if it is known.
///
/// # Errors
/// The database's own.
pub(super) async fn order_of(
    db: &impl ConnectionTrait,
    provider: Provider,
    reference: &str,
) -> Result<Option<OrderId>> {
    Ok(by(provider, reference).one(db).await?.and_then(|row| row.order_id))
}

fn by(provider: Provider, reference: &str) -> sea_orm::Select<payment::Entity> {
    payment::Entity::find()
        .filter(payment::Column::Provider.eq(provider))
        .filter(payment::Column::Reference.eq(reference))
}

/// Notes which order a payment paid.
///
/// # Errors
/// The database's own.
pub(super) async fn bind(tx: &Tx, payment: PaymentId, organization: OrganizationId, order: OrderId) -> Result<()> {
    payment::Entity::update_many()
        .col_expr(payment::Column::OrganizationId, Expr::value(organization))
        .col_expr(payment::Column::OrderId, Expr::value(order))
        .col_expr(payment::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(payment::Column::Id.eq(payment))
        .exec(tx)
        .await?;
    Ok(())
}
