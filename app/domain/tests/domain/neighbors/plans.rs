//! Another company's plans, and the thresholds it watches its credits by.

use lectern_contract::plans::Billing;
use lectern_domain::{
    credits::{outlook, watch::thresholds},
    plans,
};

use super::{hidden, roles, street};
use crate::support::{fresh_key, plan_form};

#[tokio::test(flavor = "multi_thread")]
async fn no_act_on_plans_or_thresholds_reaches_across() {
    let (house, sol) = street().await;
    let (portal, course, key) = (&house.portal, house.forklift(), fresh_key);
    let small = house.plan("Small", 100, Billing::Yearly).await;
    let large = house.plan("Large", 300, Billing::Yearly).await;
    house.subscribe(small).await.expect("subscribed");
    let ours = house.subscription().await;
    let form = plan_form("Theirs", 1, Billing::Monthly);
    for sol in &roles(&sol) {
        let edit = house.act(async |tx| plans::offer::edit(tx, sol, small, &form).await);
        hidden("edit a plan", edit.await);
        let archive = house.act(async |tx| plans::offer::archive(tx, sol, small).await);
        hidden("archive a plan", archive.await);
        let subscribe = house.act(async |tx| plans::subscribe::subscribe(tx, sol, &key(), small).await);
        hidden("subscribe", subscribe.await);
        let change = house.act(async |tx| plans::change::change(tx, sol, &key(), ours.id, large).await);
        hidden("change", change.await);
        for now in [false, true] {
            let cancel = house.act(async |tx| plans::cancel::cancel(tx, sol, &key(), ours.id, now).await);
            hidden("cancel", cancel.await);
        }
        let resume = house.act(async |tx| plans::cancel::resume(tx, sol, ours.id).await);
        hidden("resume", resume.await);
        let renew = house.act(async |tx| plans::renew::renew(tx, sol, &key(), ours.id).await);
        hidden("renew", renew.await);
        hidden("a subscription", plans::view::subscription(portal, sol, ours.id).await);
        hidden("a plan", plans::view::one(portal, sol, small).await);
        hidden("a choice", plans::view::choice(portal, sol, large).await);
        let set = house.act(async |tx| thresholds::set_course(tx, sol, course, "1", "1").await);
        hidden("set thresholds", set.await);
        hidden("thresholds", thresholds::of_course(portal.reader(), sol, course).await);
        hidden("an outlook", outlook::course(portal, sol, course).await);
    }
    assert_eq!(house.subscription().await, ours, "ours is as it was");
    let plan = plans::view::one(portal, house.ada(), small).await.expect("ours");
    assert_eq!((plan.name.as_str(), plan.credits), ("Small", 100));
    let set = thresholds::of_course(portal.reader(), house.ada(), course).await;
    assert_eq!(set.expect("ours").course, None);
    let board = plans::view::board(portal, &sol).await.expect("their own");
    assert_eq!((board.subscription, board.plans), (None, vec![]));
    house.close().await;
}
