//! Buying: quoted, placed and paid once, or refused.

use lectern_contract::{
    Refusal, Role,
    credits::TransactionKind,
    limits,
    orders::{OrderEventKind as Event, OrderState, Provider},
    paging::Query,
    refusal::OrderProblem,
};
use lectern_domain::{
    Actor,
    credits::{self, overview, statement},
    orders::{
        cancel::cancel,
        list,
        mark_paid::mark_paid,
        place::{self, PlaceForm},
        price, quote,
    },
};

use crate::support::{House, euro, fresh_key, price_form, refusal};

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_quoted_placed_paid_and_its_credits_come_once() {
    let house = House::open().await;
    house.open_shop().await;
    house.grant(3).await.expect("granted");
    let quote = quote::quote(house.portal.reader(), house.ada(), 25)
        .await
        .expect("a quote");
    assert_eq!(
        (quote.net, quote.tax, quote.total),
        (euro(2_500), euro(475), euro(2_975))
    );
    assert_eq!((quote.pool, quote.pool_after()), (3, 28));

    let order = house.order(25, Provider::Invoice).await;
    assert_eq!(house.pool().await, 3, "nothing comes before the money");
    let seen = house.seen(order).await;
    assert_eq!(
        (seen.row.number, seen.row.invoice, seen.row.state),
        (1, Some(1), OrderState::Open)
    );
    assert_eq!(seen.terms.version, 1);
    assert_eq!(seen.terms_accepted, seen.row.ordered);

    assert_eq!(house.mark_paid(order).await.expect("paid"), 25);
    assert_eq!(house.pool().await, 28);
    assert_eq!(
        refusal(house.mark_paid(order).await),
        Refusal::Order(OrderProblem::Is(OrderState::Paid))
    );
    assert_eq!(house.pool().await, 28);
    assert_eq!(house.history(order).await, [Event::Placed, Event::Paid]);

    let db = house.portal.reader();
    let pool = overview::overview(db, house.ada()).await.expect("read").pool_account;
    let line = statement::lines(db, house.ada(), pool, 1)
        .await
        .expect("read")
        .rows
        .swap_remove(0);
    assert_eq!(
        (line.kind, line.amount, line.about.as_str()),
        (TransactionKind::Purchase, 25, "Order 1")
    );
    let letters = house.post().await;
    assert!(
        letters.iter().any(|letter| letter.subject == "Order 1 is paid"),
        "{letters:?}"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_purchase_posted_again_is_the_same_order() {
    let house = House::open().await;
    house.open_shop().await;
    let form = house.purchase(5).await;
    let place = async |form: PlaceForm, key: &str| {
        house
            .act(async |tx| place::place(tx, house.ada(), key, form, Provider::Invoice).await)
            .await
    };
    let first = place(form, "same").await.expect("an order");
    assert_eq!(place(form, "same").await.expect("the same"), first);
    assert_eq!(
        refusal(place(house.purchase(6).await, "same").await),
        Refusal::KeyReused
    );
    let pay = async |key: &str| house.act(async |tx| mark_paid(tx, house.ada(), key, first).await).await;
    assert_eq!(pay("pay").await.expect("paid"), 5);
    assert_eq!(pay("pay").await.expect("the same answer"), 5);
    assert_eq!(house.pool().await, 5);
    let all = list::list(house.portal.reader(), house.ada(), &Query::default(), None)
        .await
        .expect("read");
    assert_eq!(all.total, 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_bought_is_refused_and_leaves_no_gap() {
    let house = House::open().await;
    let unset = house.act(async |tx| {
        let form = PlaceForm {
            quantity: 1,
            terms_version: 1,
            total_minor: 1,
            accepted: true,
        };
        place::place(tx, house.ada(), &fresh_key(), form, Provider::Invoice).await
    });
    assert_eq!(refusal(unset.await), Refusal::Order(OrderProblem::NoPrice));
    house.open_shop().await;
    let good = house.purchase(10).await;
    for (form, expected) in [
        (
            PlaceForm { quantity: 0, ..good },
            Refusal::Order(OrderProblem::QuantityOutOfRange),
        ),
        (
            PlaceForm {
                quantity: limits::CREDITS_PER_ORDER + 1,
                ..good
            },
            Refusal::Order(OrderProblem::QuantityOutOfRange),
        ),
        (
            PlaceForm {
                accepted: false,
                ..good
            },
            Refusal::Order(OrderProblem::TermsNotAccepted),
        ),
        (
            PlaceForm {
                terms_version: 2,
                ..good
            },
            Refusal::Order(OrderProblem::QuoteChanged),
        ),
        (
            PlaceForm {
                total_minor: good.total_minor - 1,
                ..good
            },
            Refusal::Order(OrderProblem::QuoteChanged),
        ),
    ] {
        let tried = house
            .act(async |tx| place::place(tx, house.ada(), &fresh_key(), form, Provider::Invoice).await)
            .await;
        assert_eq!(refusal(tried), expected, "{form:?}");
    }
    let most = house.order(limits::CREDITS_PER_ORDER, Provider::Invoice).await;
    let seen = house.seen(most).await;
    assert_eq!(
        (seen.row.number, seen.row.invoice),
        (1, Some(1)),
        "refused orders took no number"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_an_admin_buys() {
    let house = House::open().await;
    house.open_shop().await;
    let order = house.order(5, Provider::Invoice).await;
    let form = house.purchase(1).await;
    let as_manager = Actor {
        role: Role::Manager,
        ..house.ada().clone()
    };
    for actor in [house.mara(), house.learner(0), &as_manager] {
        let db = house.portal.reader();
        assert_eq!(refusal(quote::quote(db, actor, 1).await), Refusal::NotFound);
        assert_eq!(refusal(price::price(db, actor).await), Refusal::NotFound);
        assert_eq!(refusal(list::show(db, actor, order).await), Refusal::NotFound);
        assert_eq!(
            refusal(list::list(db, actor, &Query::default(), None).await),
            Refusal::NotFound
        );
        let placed = house.act(async |tx| place::place(tx, actor, &fresh_key(), form, Provider::Invoice).await);
        assert_eq!(refusal(placed.await), Refusal::NotFound);
        let paid = house.act(async |tx| mark_paid(tx, actor, &fresh_key(), order).await);
        assert_eq!(refusal(paid.await), Refusal::NotFound);
        let saved = house.act(async |tx| price::save(tx, actor, price_form()).await);
        assert_eq!(refusal(saved.await), Refusal::NotFound);
        let canceled = house.act(async |tx| cancel(tx, actor, order).await);
        assert_eq!(refusal(canceled.await), Refusal::NotFound);
    }
    let granted = house.act(async |tx| credits::grant(tx, house.ada(), &fresh_key(), 1, "x").await);
    granted.await.expect("an admin still grants");
    house.close().await;
}
