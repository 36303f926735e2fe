//! Another company's orders and prices.

use lectern_contract::{Refusal, orders::Provider, paging::Query, refusal::OrderProblem};
use lectern_domain::orders;

use super::{hidden, roles, street};
use crate::support::{fresh_key, price_form, refusal};

#[tokio::test(flavor = "multi_thread")]
async fn no_order_reaches_or_looks_across() {
    let (house, sol) = street().await;
    house.open_shop().await;
    let order = house.order(9, Provider::Invoice).await;
    let db = house.portal.reader();
    for sol in &roles(&sol) {
        hidden("order", orders::list::show(db, sol, order).await);
        hidden("invoice", orders::invoice::show(db, sol, order).await);
        hidden(
            "mark paid",
            house
                .act(async |tx| orders::mark_paid::mark_paid(tx, sol, &fresh_key(), order).await)
                .await,
        );
        hidden(
            "cancel",
            house.act(async |tx| orders::cancel::cancel(tx, sol, order).await).await,
        );
    }
    let theirs = orders::list::list(db, &sol, &Query::default(), None)
        .await
        .expect("their own orders");
    assert_eq!(theirs.total, 0);
    assert_eq!(orders::price::price(db, &sol).await.expect("their own price"), None);
    assert_eq!(
        refusal(orders::quote::quote(db, &sol, 1).await),
        Refusal::Order(OrderProblem::NoPrice)
    );
    house
        .act(async |tx| orders::price::save(tx, &sol, price_form()).await)
        .await
        .expect("their own price");
    let quote = orders::quote::quote(db, &sol, 2).await.expect("their own quote");
    let form = orders::place::PlaceForm {
        quantity: 2,
        terms_version: quote.terms.version,
        total_minor: quote.total.minor,
        accepted: true,
    };
    let first = house
        .act(async |tx| orders::place::place(tx, &sol, &fresh_key(), form, Provider::Invoice).await)
        .await
        .expect("their own order");
    let shown = orders::list::show(db, &sol, first).await.expect("their own order");
    assert_eq!(
        (shown.row.number, shown.row.invoice),
        (1, Some(1)),
        "numbers are counted per organization"
    );
    hidden("their order", orders::list::show(db, house.ada(), first).await);
    house.close().await;
}
