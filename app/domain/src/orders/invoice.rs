//! Invoices: numbered in the organization without gaps, and never changed once issued.

use lectern_contract::{OrderId, Refusal, money::TaxRate, orders::InvoiceView};
use lectern_entities::{credit_order, invoice, price as price_row};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::{find, money, price};
use crate::{accounts::organizations, actor::Actor, fault::Result, tx::Tx};

/// Issues the order's invoice, with seller and buyer as they are now; nothing where it has one.
///
/// # Errors
/// The database's own.
pub(super) async fn issue(tx: &Tx, order: &credit_order::Model) -> Result<()> {
    if of_order(tx, order.id).await?.is_some() {
        return Ok(());
    }
    let price = price::count(tx, order.organization_id, price_row::Column::Invoices).await?;
    let buyer = organizations::find(tx, order.organization_id).await?;
    tx.insert(invoice::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(order.organization_id),
        order_id: Set(order.id),
        number: Set(price.invoices),
        seller_name: Set(price.seller_name),
        seller_address: Set(price.seller_address),
        buyer_name: Set(buyer.name),
        buyer_address: Set(price.buyer_address),
        payment_note: Set(price.payment_note),
        created_at: Set(tx.now()),
    })
    .await
}

pub(super) async fn of_order(db: &impl ConnectionTrait, order: OrderId) -> Result<Option<invoice::Model>> {
    let row = invoice::Entity::find().filter(invoice::Column::OrderId.eq(order));
    Ok(row.one(db).await?)
}

/// The order's invoice as it is printed.
///
/// # Errors
/// `NotFound` unless an admin of the organization asks, and where none was issued yet.
pub async fn show(db: &impl ConnectionTrait, actor: &Actor, order: OrderId) -> Result<InvoiceView> {
    let order = find(db, actor, order).await?;
    let invoice = of_order(db, order.id).await?.ok_or(Refusal::NotFound)?;
    let organization = organizations::find(db, order.organization_id).await?;
    Ok(InvoiceView {
        number: invoice.number,
        issued: invoice.created_at,
        time_zone: organization.time_zone,
        order: order.number,
        state: order.state,
        paid: order.paid_at,
        seller_name: invoice.seller_name,
        seller_address: invoice.seller_address,
        buyer_name: invoice.buyer_name,
        buyer_address: invoice.buyer_address,
        quantity: order.quantity,
        credit: money(&order, order.credit_minor),
        net: money(&order, order.net_minor),
        tax_label: order.tax_label.clone(),
        tax_rate: TaxRate(order.tax_rate),
        tax: money(&order, order.tax_minor),
        total: money(&order, order.total_minor),
        payment_note: invoice.payment_note,
    })
}
