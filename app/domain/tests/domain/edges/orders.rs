//! Purchases at their edges: prices, terms, numbers, and orders paid by invoice.

use lectern_contract::{
    OrderId, Refusal, Role,
    credits::TransactionKind,
    limits,
    money::Currency,
    orders::{OrderEventKind as Event, OrderState, Provider},
    paging::Query,
    refusal::{Field, OrderProblem},
};
use lectern_domain::{
    Actor,
    credits::{self, overview, statement},
    orders::{
        cancel::cancel,
        invoice, list,
        mark_paid::mark_paid,
        place::{self, PlaceForm},
        price::{self, PriceForm},
        quote,
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
async fn terms_are_versions_and_orders_keep_theirs() {
    let house = House::open().await;
    house.open_shop().await;
    let save = async |form: PriceForm| house.act(async |tx| price::save(tx, house.ada(), form).await).await;
    save(price_form()).await.expect("the same again");
    let terms = async || {
        price::terms(house.portal.reader(), house.ada())
            .await
            .expect("read")
            .expect("set")
    };
    assert_eq!(terms().await.version, 1, "the same text is no new version");
    let seen_before = house.purchase(4).await;
    let other = PriceForm {
        terms: "Other terms.".into(),
        price: "2.50".into(),
        ..price_form()
    };
    save(other).await.expect("changed");
    assert_eq!(
        (terms().await.version, terms().await.text.as_str()),
        (2, "Other terms.")
    );
    let stale = house
        .act(async |tx| place::place(tx, house.ada(), &fresh_key(), seen_before, Provider::Invoice).await)
        .await;
    assert_eq!(refusal(stale), Refusal::Order(OrderProblem::QuoteChanged));
    let order = house.order(4, Provider::Invoice).await;
    let agreed = house.seen(order).await;
    assert_eq!((agreed.terms.version, agreed.net), (2, euro(1_000)));
    save(price_form()).await.expect("back again");
    assert_eq!(terms().await.version, 3, "an old text again is a new version");
    let seen = house.seen(order).await;
    assert_eq!(
        (seen.terms.text.as_str(), seen.net),
        ("Other terms.", euro(1_000)),
        "what was agreed stays"
    );
    assert_eq!(seen, agreed);
    house.close().await;
}

async fn refused_prices(house: &House, forms: Vec<(PriceForm, Refusal)>) {
    for (form, expected) in forms {
        let tried = house
            .act(async |tx| price::save(tx, house.ada(), form.clone()).await)
            .await;
        assert_eq!(refusal(tried), expected, "{form:?}");
    }
    let none = price::price(house.portal.reader(), house.ada()).await.expect("read");
    assert_eq!(none, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_and_its_tax_are_checked() {
    let house = House::open().await;
    let priced = |currency: Currency, price: &str| PriceForm {
        currency,
        price: price.into(),
        ..price_form()
    };
    let taxed = |tax: &str, tax_label: &str| PriceForm {
        tax: tax.into(),
        tax_label: tax_label.into(),
        ..price_form()
    };
    let price = || Refusal::Order(OrderProblem::PriceOutOfRange);
    let forms = vec![
        (priced(Currency::Eur, "0"), price()),
        (priced(Currency::Eur, "1.234,5678"), price()),
        (priced(Currency::Eur, "100000.01"), price()),
        (priced(Currency::Jpy, "1.50"), price()),
        (taxed("101", "VAT"), Refusal::Order(OrderProblem::TaxOutOfRange)),
        (taxed("19", " "), Refusal::Missing(Field::TaxLabel)),
    ];
    refused_prices(&house, forms).await;
    let free_of_tax = taxed("0", "");
    house
        .act(async |tx| price::save(tx, house.ada(), free_of_tax).await)
        .await
        .expect("no tax needs no name");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_on_an_invoice_and_the_terms_are_checked() {
    let house = House::open().await;
    let tall = "a line\n".repeat(limits::INVOICE_ADDRESS_LINES + 1);
    let termed = |terms: String| PriceForm { terms, ..price_form() };
    let sold_by = |seller: &str, address: &str| PriceForm {
        seller: seller.into(),
        seller_address: address.into(),
        ..price_form()
    };
    let billed_to = |buyer_address: String| PriceForm {
        buyer_address,
        ..price_form()
    };
    let lines = OrderProblem::TooManyLines(Field::BuyerAddress, limits::INVOICE_ADDRESS_LINES);
    let forms = vec![
        (sold_by("", "Bremen"), Refusal::Missing(Field::Seller)),
        (sold_by("Sales", " \n"), Refusal::Missing(Field::SellerAddress)),
        (billed_to(tall), Refusal::Order(lines)),
        (termed(String::new()), Refusal::Missing(Field::Terms)),
        (
            termed("x".repeat(limits::TERMS + 1)),
            Refusal::TooLong(Field::Terms, limits::TERMS),
        ),
    ];
    refused_prices(&house, forms).await;
    house.close().await;
}

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
