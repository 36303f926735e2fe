//! Orders that stand: canceled, invoiced, paid elsewhere, found.

use lectern_contract::{
    OrderId, Refusal,
    orders::{OrderState, Provider},
    paging::Query,
    refusal::OrderProblem,
};
use lectern_domain::orders::{
    cancel::cancel,
    invoice, list,
    price::{self, PriceForm},
};

use crate::support::{House, euro, price_form, refusal};

#[tokio::test(flavor = "multi_thread")]
async fn a_canceled_order_is_not_paid_and_keeps_its_numbers() {
    let house = House::open().await;
    house.open_shop().await;
    let first = house.order(5, Provider::Invoice).await;
    let cancel = async |order: OrderId| house.act(async |tx| cancel(tx, house.ada(), order).await).await;
    cancel(first).await.expect("canceled");
    assert_eq!(
        refusal(cancel(first).await),
        Refusal::Order(OrderProblem::Is(OrderState::Canceled))
    );
    assert_eq!(
        refusal(house.mark_paid(first).await),
        Refusal::Order(OrderProblem::Is(OrderState::Canceled))
    );
    let second = house.order(6, Provider::Invoice).await;
    assert_eq!(
        (
            house.seen(second).await.row.number,
            house.seen(second).await.row.invoice
        ),
        (2, Some(2))
    );
    house.mark_paid(second).await.expect("paid");
    assert_eq!(
        refusal(cancel(second).await),
        Refusal::Order(OrderProblem::Is(OrderState::Paid))
    );
    assert_eq!(house.pool().await, 6);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_for_a_provider_is_not_marked_paid_by_hand() {
    let house = House::open().await;
    house.open_shop().await;
    let order = house.order(5, Provider::Stripe).await;
    assert_eq!(
        refusal(house.mark_paid(order).await),
        Refusal::Order(OrderProblem::AtProvider)
    );
    assert_eq!(house.seen(order).await.row.invoice, None, "no invoice before the money");
    assert_eq!(
        refusal(invoice::show(house.portal.reader(), house.ada(), order).await),
        Refusal::NotFound
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_stays_as_it_was_issued() {
    let house = House::open().await;
    house.open_shop().await;
    let order = house.order(3, Provider::Invoice).await;
    let moved = PriceForm {
        seller: "Another Seller".into(),
        buyer_address: "Elsewhere".into(),
        ..price_form()
    };
    house
        .act(async |tx| price::save(tx, house.ada(), moved).await)
        .await
        .expect("changed");
    let shown = invoice::show(house.portal.reader(), house.ada(), order)
        .await
        .expect("an invoice");
    assert_eq!(
        (shown.seller_name.as_str(), shown.buyer_address.as_str()),
        ("Lectern Sales", "2 Mill Lane\nKiel")
    );
    assert_eq!((shown.name().as_str(), shown.total), ("INV-000001", euro(357)));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_are_found_by_number_invoice_buyer_and_state() {
    let house = House::open().await;
    house.open_shop().await;
    let stripe = house.order(1, Provider::Stripe).await;
    let invoiced = house.order(2, Provider::Invoice).await;
    house.mark_paid(invoiced).await.expect("paid");
    let found = async |search: &str, state: Option<OrderState>| {
        let query = Query {
            search: search.into(),
            page: 1,
        };
        let page = list::list(house.portal.reader(), house.ada(), &query, state)
            .await
            .expect("read");
        page.rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(found("", None).await, [invoiced, stripe]);
    assert_eq!(found("2", None).await, [invoiced]);
    assert_eq!(
        found("INV-000001", None).await,
        [invoiced, stripe],
        "order 1 and invoice 1"
    );
    assert_eq!(found("ada", None).await, [invoiced, stripe]);
    assert_eq!(found("nobody%", None).await, []);
    assert_eq!(found("", Some(OrderState::Paid)).await, [invoiced]);
    house.close().await;
}
