//! One credit more costs what the plan says (`spec/credits.md` 3).

use lectern_contract::{
    Refusal,
    money::{Currency, Money},
    orders::{PriceOf, Provider, Quote},
    plans::Billing,
    refusal::{Field, OrderProblem},
};
use lectern_domain::{
    orders::{
        invoice, own,
        place::{self, PlaceForm},
        quote,
    },
    plans::offer::{self, PlanForm},
    plans::view,
};

use crate::support::{House, euro, fresh_key, plan_form, refusal};

impl House {
    async fn quoted(&self, quantity: i64) -> Quote {
        quote::quote(self.portal.reader(), self.ada(), quantity)
            .await
            .expect("a quote")
    }

    async fn agree(&self, form: PlaceForm) -> lectern_domain::Result<lectern_contract::OrderId> {
        self.act(async |tx| place::place(tx, self.ada(), &fresh_key(), form, Provider::Invoice).await)
            .await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_a_plan_pays_its_price_for_one_credit_more() {
    let house = House::open().await;
    house.open_shop().await;
    let without = house.quoted(10).await;
    assert_eq!((without.credit, without.price_of), (euro(100), PriceOf::Organization));
    let plan = house.plan("Team", 12, Billing::Yearly).await;
    assert_eq!(
        house.quoted(10).await.credit,
        euro(100),
        "an offer is no plan of theirs yet"
    );
    house.subscribe(plan).await.expect("subscribed");
    let quote = house.quoted(10).await;
    assert_eq!(
        (quote.credit, quote.net, quote.tax, quote.total),
        (euro(450), euro(4_500), euro(855), euro(5_355))
    );
    assert_eq!(quote.price_of, PriceOf::Plan("Team".into()));

    let order = house.order(10, Provider::Invoice).await;
    let seen = house.seen(order).await;
    assert_eq!(
        (seen.net, seen.tax, seen.row.total),
        (euro(4_500), euro(855), euro(5_355))
    );
    let paper = invoice::show(house.portal.reader(), house.ada(), order)
        .await
        .expect("an invoice");
    assert_eq!((paper.credit, paper.total), (euro(450), euro(5_355)));
    assert_eq!(house.mark_paid(order).await.expect("paid"), 10);

    house.managers_buy(true).await;
    let own = own::quote(house.portal.reader(), house.mara(), house.forklift(), 1).await;
    assert_eq!(own.expect("a quote").credit, euro(450), "for managers, too");

    // Canceled it is still theirs, frozen too; ended it is not.
    house.cancel_plan(true).await.expect("canceled");
    assert_eq!(house.quoted(1).await.credit, euro(450));
    house.at("2026-04-02T00:00:00Z");
    house.rounds().await;
    assert_eq!(house.quoted(1).await.credit, euro(100));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_in_another_currency_is_not_mixed_in() {
    let house = House::open().await;
    house.open_shop().await;
    let form = PlanForm {
        currency: Currency::Usd,
        ..plan_form("Abroad", 12, Billing::Yearly)
    };
    let plan = house
        .act(async |tx| offer::create(tx, house.ada(), &fresh_key(), &form).await)
        .await
        .expect("a plan");
    house.subscribe(plan).await.expect("subscribed");
    let quote = house.quoted(2).await;
    assert_eq!((quote.credit, quote.net), (euro(100), euro(200)));
    let dollars = Money::new(450, Currency::Usd);
    assert_eq!(quote.price_of, PriceOf::NotThePlan("Abroad".into(), dollars));
    let board = view::board(&house.portal, house.ada()).await.expect("the plans");
    assert_eq!(
        board.purchases,
        Some(Currency::Eur),
        "so the card can say that its price is not charged"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_changed_between_quote_and_order_is_shown_first() {
    let house = House::open().await;
    house.open_shop().await;
    let plan = house.plan("Team", 12, Billing::Yearly).await;
    let large = PlanForm {
        credit_price: "3.00".into(),
        ..plan_form("Large", 24, Billing::Yearly)
    };
    let large = house
        .act(async |tx| offer::create(tx, house.ada(), &fresh_key(), &large).await)
        .await
        .expect("a plan");
    let changed = Refusal::Order(OrderProblem::QuoteChanged);

    let form = house.purchase(4).await;
    house.subscribe(plan).await.expect("subscribed");
    assert_eq!(refusal(house.agree(form).await), changed, "they subscribed");
    let form = house.purchase(4).await;
    let dearer = PlanForm {
        credit_price: "5.00".into(),
        ..plan_form("Team", 12, Billing::Yearly)
    };
    house
        .act(async |tx| offer::edit(tx, house.ada(), plan, &dearer).await)
        .await
        .expect("edited");
    assert_eq!(refusal(house.agree(form).await), changed, "its price was changed");
    let form = house.purchase(4).await;
    house.change_plan(large).await.expect("an upgrade");
    assert_eq!(refusal(house.agree(form).await), changed, "they have another plan");
    let form = house.purchase(4).await;
    let order = house.agree(form).await.expect("what was shown");
    let seen = house.seen(order).await;
    assert_eq!(
        (seen.row.number, seen.net),
        (1, euro(1_200)),
        "nothing was ordered before"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_credit_more_is_never_given_away() {
    let house = House::open().await;
    for price in ["0", "0.00", "100000.01"] {
        let form = PlanForm {
            credit_price: price.into(),
            ..plan_form("Gift", 12, Billing::Yearly)
        };
        let made = house.act(async |tx| offer::create(tx, house.ada(), &fresh_key(), &form).await);
        assert_eq!(refusal(made.await), Refusal::Malformed(Field::CreditPrice), "{price}");
    }
    house.close().await;
}
