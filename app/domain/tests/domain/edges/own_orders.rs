//! Managers who buy for a course (`spec/credits.md` 3), and where the credits go when it is paid.

use lectern_contract::{
    OrderId, Refusal, Role,
    credits::AccountKind,
    orders::{Landed, OrderState, Provider},
    refusal::OrderProblem,
};
use lectern_domain::{
    Actor, Result,
    accounts::administer,
    courses::{archive, managers},
    credits::{self, accounts::Which},
    orders::{
        invoice, list,
        mark_paid::mark_paid,
        own,
        place::{self, PlaceForm},
    },
    samples, settings,
};
use lectern_entities::ledger_transaction;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{settings::form, watch::refunded};
use crate::support::{House, fresh_key, paid, refusal};

impl House {
    /// Lets managers buy, or not.
    pub async fn managers_buy(&self, may: bool) {
        let form = settings::SettingsForm {
            managers_can_buy: may,
            ..form()
        };
        let changed = self.act(async |tx| settings::change(tx, self.ada(), &form).await).await;
        changed.expect("changed");
    }

    async fn buys(&self, who: &Actor, quantity: i64, provider: Provider) -> Result<OrderId> {
        let quote = own::quote(self.portal.reader(), who, self.forklift(), quantity).await?;
        let form = PlaceForm {
            quantity,
            terms_version: quote.terms.version,
            total_minor: quote.total.minor,
            accepted: true,
        };
        self.act(async |tx| own::place(tx, who, &fresh_key(), self.forklift(), form, provider).await)
            .await
    }

    async fn landed(&self, order: OrderId) -> Option<Landed> {
        self.seen(order).await.row.bought_for.expect("for a course").landed
    }

    /// (pool, course, manager).
    async fn lie(&self) -> (i64, i64, i64) {
        let course = self.credits(Which::Course(self.forklift())).await;
        (self.pool().await, course, self.free(self.forklift(), self.mara()).await)
    }
}

/// Where managers may buy, and Mara ordered 12 credits by Stripe.
async fn ordered() -> (House, OrderId) {
    let house = House::open().await;
    house.open_shop().await;
    house.managers_buy(true).await;
    let order = house.buys(house.mara(), 12, Provider::Stripe).await.expect("ordered");
    (house, order)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_manager_buys_is_theirs_when_it_is_paid() {
    let (house, order) = ordered().await;
    assert_eq!((house.lie().await, house.landed(order).await), ((0, 0, 0), None));
    house.hear("evt_1", paid(order, "pi_1", 1_428)).await;
    house.hear("evt_1b", paid(order, "pi_1", 1_428)).await;
    assert_eq!(house.lie().await, (0, 0, 12), "once");
    assert_eq!(house.landed(order).await, Some(Landed::Manager));
    let of_order = [
        format!("order:{order}"),
        format!("allocate:order:{order}"),
        format!("assign:order:{order}"),
    ];
    let rows = ledger_transaction::Entity::find()
        .filter(ledger_transaction::Column::IdempotencyKey.is_in(of_order))
        .all(house.portal.reader())
        .await
        .expect("the ledger");
    assert_eq!(rows.len(), 3);
    assert!(
        rows.iter().all(|row| row.created_at == rows[0].created_at),
        "one transaction"
    );
    let row = house.seen(order).await.row;
    let one = row.bought_for.expect("for a course");
    assert_eq!(
        (row.buyer.as_str(), one.title.as_str()),
        ("Mara Lind", "Forklift Basics")
    );
    let letters = house.post().await;
    let letter = letters
        .iter()
        .find(|one| one.subject.contains("is paid"))
        .expect("told");
    assert_eq!(letter.to, "mara@northwind.example");
    assert!(letter.text.contains("yours to invite with"), "{}", letter.text);
    assert!(
        letter.text.contains(&format!("/manager/orders/{order}")),
        "{}",
        letter.text
    );
    assert!(
        letters.iter().all(|one| !one.subject.contains("no credits")),
        "nothing fell"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_is_marked_as_paid_by_an_admin_alone() {
    let (house, _) = ordered().await;
    let order = house.buys(house.mara(), 3, Provider::Invoice).await.expect("ordered");
    let by = async |who: &Actor| {
        house
            .act(async |tx| mark_paid(tx, who, &fresh_key(), order).await)
            .await
    };
    assert_eq!(refusal(by(house.mara()).await), Refusal::NotFound);
    assert_eq!(by(house.ada()).await.expect("marked"), 3);
    assert_eq!(house.lie().await, (0, 0, 3));
    let db = house.portal.reader();
    invoice::show(db, house.mara(), order).await.expect("their own invoice");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_setting_is_off_there_is_nothing_to_buy() {
    let (house, order) = ordered().await;
    house.managers_buy(false).await;
    assert_eq!(
        refusal(house.buys(house.mara(), 1, Provider::Invoice).await),
        Refusal::NotFound
    );
    let db = house.portal.reader();
    assert!(!own::may_buy(db, house.mara(), house.forklift()).await.expect("known"));
    list::show(db, house.mara(), order)
        .await
        .expect("what was ordered stays theirs to see and pay");
    assert_eq!(
        own::mine(db, house.mara(), house.forklift())
            .await
            .expect("theirs")
            .len(),
        1
    );
    house.hear("evt_1", paid(order, "pi_1", 1_428)).await;
    assert_eq!(house.lie().await, (0, 0, 12));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_are_their_buyers_and_the_admins() {
    let (house, order) = ordered().await;
    let sol = samples::neighbor(&house.portal).await.expect("neighbors move in");
    let db = house.portal.reader();
    for who in [house.noor(), house.learner(0), &sol] {
        assert_eq!(refusal(list::show(db, who, order).await), Refusal::NotFound);
        assert_eq!(refusal(invoice::show(db, who, order).await), Refusal::NotFound);
    }
    let as_learner = Actor {
        role: Role::Learner,
        ..house.mara().clone()
    };
    assert_eq!(refusal(list::show(db, &as_learner, order).await), Refusal::NotFound);
    let pools = house.order(2, Provider::Invoice).await;
    assert_eq!(refusal(list::show(db, house.mara(), pools).await), Refusal::NotFound);
    for who in [house.ada(), house.learner(0), &sol] {
        assert_eq!(refusal(house.buys(who, 1, Provider::Invoice).await), Refusal::NotFound);
    }
    let form = house.purchase(1).await;
    let for_pool = house
        .act(async |tx| place::place(tx, house.mara(), &fresh_key(), form, Provider::Invoice).await)
        .await;
    assert_eq!(
        refusal(for_pool),
        Refusal::NotFound,
        "managers buy for a course, not for the pool"
    );
    let elsewhere = own::quote(db, house.noor(), house.fire(), 1).await;
    assert_eq!(
        refusal(elsewhere),
        Refusal::NotFound,
        "Noor manages the first course alone"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn credits_of_an_archived_course_stay_in_the_pool() {
    let (house, order) = ordered().await;
    house
        .act(async |tx| archive::archive(tx, house.ada(), house.forklift()).await)
        .await
        .expect("archived");
    assert_eq!(
        refusal(house.buys(house.mara(), 1, Provider::Invoice).await),
        Refusal::CourseNotLive
    );
    house.hear("evt_1", paid(order, "pi_1", 1_428)).await;
    assert_eq!(house.lie().await, (12, 0, 0));
    assert_eq!(house.landed(order).await, Some(Landed::Pool));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn credits_of_a_manager_who_left_or_cannot_act_stay_with_the_course() {
    let (house, order) = ordered().await;
    house
        .act(async |tx| managers::remove(tx, house.ada(), house.forklift(), house.mara().user).await)
        .await
        .expect("removed");
    house.hear("evt_1", paid(order, "pi_1", 1_428)).await;
    assert_eq!(house.lie().await, (0, 12, 0));
    assert_eq!(house.landed(order).await, Some(Landed::Course));
    let other = house.buys(house.noor(), 5, Provider::Stripe).await.expect("ordered");
    house
        .act(async |tx| administer::suspend(tx, house.ada(), house.noor().user).await)
        .await
        .expect("suspended");
    house.hear("evt_2", paid(other, "pi_2", 595)).await;
    assert_eq!(
        (house.lie().await, house.landed(other).await),
        ((0, 17, 0), Some(Landed::Course))
    );
    house.close().await;
    let (house, order) = ordered().await;
    house.leave_roles(house.mara(), &[Role::Learner]).await;
    house.hear("evt_1", paid(order, "pi_1", 1_428)).await;
    assert_eq!(
        (house.lie().await, house.landed(order).await),
        ((0, 12, 0), Some(Landed::Course))
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn credits_stay_in_a_pool_that_is_frozen_or_owes() {
    let (house, order) = ordered().await;
    let plan = house.plan("Team", 12, lectern_contract::plans::Billing::Monthly).await;
    house.subscribe(plan).await.expect("subscribed");
    house.cancel_plan(true).await.expect("canceled");
    house.hear("evt_1", paid(order, "pi_1", 1_428)).await;
    assert_eq!(
        (house.lie().await, house.landed(order).await),
        ((13, 0, 0), Some(Landed::Pool))
    );
    house.renew_plan().await.expect("renewed");

    // At the plan’s price of EUR 4.50 now.
    let mine = house.order(30, Provider::Stripe).await;
    house.hear("evt_2", paid(mine, "pi_2", 16_065)).await;
    house.allocate(house.fire(), 40).await.expect("spent");
    house.hear("evt_3", refunded("pi_2", 16_065)).await;
    assert_eq!(house.pool().await, -26, "13 + 1 + 30 − 40 − 30");
    let next = house.buys(house.mara(), 12, Provider::Stripe).await.expect("ordered");
    house.hear("evt_4", paid(next, "pi_4", 6_426)).await;
    assert_eq!(
        (house.lie().await, house.landed(next).await),
        ((-14, 0, 0), Some(Landed::Pool))
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_takes_from_the_pool_and_leaves_the_managers_credits() {
    let (house, order) = ordered().await;
    house.hear("evt_1", paid(order, "pi_1", 1_428)).await;
    house.hear("evt_2", refunded("pi_1", 1_428)).await;
    assert_eq!(house.lie().await, (-12, 0, 12));
    assert_eq!(house.seen(order).await.row.state, OrderState::Refunded);
    let held = house.credits(Which::Own(AccountKind::Held)).await;
    assert_eq!(held, 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_order_twice_is_one_and_needs_its_terms() {
    let (house, _) = ordered().await;
    let db = house.portal.reader();
    let quote = own::quote(db, house.mara(), house.forklift(), 4)
        .await
        .expect("a quote");
    assert_eq!(
        (quote.pool, quote.pool_after()),
        (0, 4),
        "what the manager has, not the pool"
    );
    let form = PlaceForm {
        quantity: 4,
        terms_version: quote.terms.version,
        total_minor: quote.total.minor,
        accepted: true,
    };
    let place = async |form| {
        house
            .act(async |tx| own::place(tx, house.mara(), "own", house.forklift(), form, Provider::Invoice).await)
            .await
    };
    let one = place(form).await.expect("ordered");
    assert_eq!(place(form).await.expect("the same"), one);
    let other = PlaceForm { quantity: 5, ..form };
    assert_eq!(refusal(place(other).await), Refusal::KeyReused);
    let without = PlaceForm {
        accepted: false,
        ..form
    };
    assert_eq!(
        refusal(place(without).await),
        Refusal::Order(OrderProblem::TermsNotAccepted)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_the_keys_of_a_settlement_beforehand() {
    let (house, order) = ordered().await;
    house.grant(1).await.expect("granted");
    let key = format!("order:{order}");
    house
        .act(async |tx| credits::allocate(tx, house.ada(), &key, house.fire(), 1).await)
        .await
        .expect("a form's key is a form's own");
    house.hear("evt_1", paid(order, "pi_1", 1_428)).await;
    assert_eq!(house.lie().await, (0, 0, 12));
    house.close().await;
}
