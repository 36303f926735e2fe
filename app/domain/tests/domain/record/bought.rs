//! What the log says of what is paid for: orders and subscriptions, from state to state.

use chrono::TimeDelta;
use lectern_contract::{audit::AuditAct, orders::Provider, paging::LogQuery, plans::Billing};
use lectern_domain::{
    audit::list::{AuditFilter, list},
    orders::{cancel::cancel, receive::Meaning},
    plans::offer,
};

use super::states::said;
use crate::support::{House, paid, plan_form};

#[tokio::test(flavor = "multi_thread")]
async fn orders_say_what_became_of_them() {
    let house = House::open().await;
    house.open_shop().await;
    let first = house.order(5, Provider::Invoice).await;
    assert_eq!(
        said(&house, AuditAct::OrderPlace).await,
        ["credits: 5", "number: 1", "terms: 1", "total: EUR 5.95"]
    );
    house
        .act(async |tx| cancel(tx, house.ada(), first).await)
        .await
        .expect("canceled");
    assert_eq!(
        said(&house, AuditAct::OrderCancel).await,
        ["number: 1", "state: open → canceled"]
    );
    let second = house.order(10, Provider::Stripe).await;
    house.hear("evt_1", paid(second, "pi_1", 1_190)).await;
    assert_eq!(
        said(&house, AuditAct::OrderPaid).await,
        ["credits: 10", "number: 2", "payment: pi_1", "state: open → paid"]
    );
    let refunded = |minor| Meaning::Refunded {
        payment: "pi_1".into(),
        charge: "ch_1".into(),
        minor,
    };
    house.hear("evt_2", refunded(595)).await;
    assert_eq!(
        said(&house, AuditAct::OrderChargedBack).await,
        ["number: 2", "taken back: 0 → 5"],
        "a part of the money leaves it paid"
    );
    house.hear("evt_3", refunded(1_190)).await;
    assert_eq!(
        said(&house, AuditAct::OrderChargedBack).await,
        ["number: 2", "state: paid → refunded", "taken back: 5 → 10"]
    );
    let third = house.order(1, Provider::Invoice).await;
    house.mark_paid(third).await.expect("paid");
    assert_eq!(
        said(&house, AuditAct::OrderPaid).await,
        ["credits: 1", "number: 3", "state: open → paid"]
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_that_the_provider_ended_say_so_once() {
    let house = House::open().await;
    house.open_shop().await;
    let session = || "cs_1".to_owned();
    let order = house.order(5, Provider::Stripe).await;
    let expired = Meaning::Expired {
        order,
        session: session(),
    };
    house.hear("evt_1", expired.clone()).await;
    assert_eq!(
        said(&house, AuditAct::OrderExpired).await,
        ["number: 1", "state: open → expired"]
    );
    let order = house.order(5, Provider::Stripe).await;
    let failed = Meaning::Failed {
        order,
        session: session(),
    };
    house.hear("evt_2", Meaning::Pending { order }).await;
    house.hear("evt_3", failed.clone()).await;
    assert_eq!(
        said(&house, AuditAct::OrderFailed).await,
        ["number: 2", "state: open → failed"]
    );
    // The same words under other names come too late.
    house.hear("evt_4", expired).await;
    house.hear("evt_5", failed).await;
    for act in [AuditAct::OrderExpired, AuditAct::OrderFailed] {
        let filter = AuditFilter {
            act: Some(act),
            ..AuditFilter::default()
        };
        let log = list(house.portal.reader(), house.ada(), &LogQuery::default(), &filter).await;
        let rows = log.expect("the log").rows;
        assert_eq!(rows.len(), 1, "{act}");
        assert_eq!(
            (&rows[0].actor, rows[0].role, &*rows[0].source),
            (&None, None, "stripe"),
            "{act}: nobody of the company did it"
        );
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_says_every_state_it_goes_through() {
    let house = House::open().await;
    let small = house.plan("Small", 100, Billing::Yearly).await;
    let tiny = house.plan("Tiny", 10, Billing::Yearly).await;
    house.clock.advance(TimeDelta::seconds(1));
    let form = plan_form("Tiny", 20, Billing::Yearly);
    house
        .act(async |tx| offer::edit(tx, house.ada(), tiny, &form).await)
        .await
        .expect("edited");
    assert_eq!(said(&house, AuditAct::PlanEdit).await, ["credits: 10 → 20"]);
    house.subscribe(small).await.expect("subscribed");
    assert_eq!(
        said(&house, AuditAct::SubscriptionBegin).await,
        ["billing: yearly", "credits: 100", "plan: Small"]
    );
    assert_eq!(
        said(&house, AuditAct::SubscriptionPeriod).await,
        ["credits: 100", "period: 1", "plan: Small"]
    );
    house.cancel_plan(false).await.expect("canceled");
    assert_eq!(
        said(&house, AuditAct::SubscriptionCancel).await,
        ["at once: no", "state: active → canceled"]
    );
    house.resume_plan().await.expect("resumed");
    assert_eq!(
        said(&house, AuditAct::SubscriptionResume).await,
        ["state: canceled → active"]
    );
    house.change_plan(tiny).await.expect("fewer later");
    house.cancel_plan(true).await.expect("canceled at once");
    assert_eq!(
        said(&house, AuditAct::SubscriptionCancel).await,
        ["at once: yes", "next plan: Tiny → nothing", "state: active → canceled"]
    );
    let frozen = said(&house, AuditAct::SubscriptionFreeze).await;
    assert!(
        frozen.len() == 2 && frozen[0] == "state: canceled → frozen" && frozen[1].starts_with("until: 2026-"),
        "{frozen:?}"
    );
    house.renew_plan().await.expect("renewed");
    assert_eq!(
        said(&house, AuditAct::SubscriptionRenew).await,
        ["period: 1 → 2", "state: frozen → active"]
    );
    house.cancel_plan(true).await.expect("canceled at once");
    house.clock.advance(TimeDelta::days(31));
    house.rounds().await;
    let ended = said(&house, AuditAct::SubscriptionEnd).await;
    assert!(
        ended.len() == 2 && ended[0].starts_with("expired: ") && ended[1] == "state: frozen → ended",
        "{ended:?}"
    );
    house
        .act(async |tx| offer::archive(tx, house.ada(), tiny).await)
        .await
        .expect("archived");
    assert_eq!(said(&house, AuditAct::PlanArchive).await, ["state: active → archived"]);
    house.close().await;
}
