//! The plans that an admin offers.

use lectern_contract::{Refusal, plans::Billing, refusal::Field};
use lectern_domain::{
    Actor,
    plans::{
        offer::{self, PlanForm},
        subscribe,
    },
    samples,
};

use crate::support::{House, fresh_key, plan_form, refusal};

#[tokio::test(flavor = "multi_thread")]
async fn plans_are_an_admins_have_a_name_once_and_are_archived_without_taking_them_away() {
    let house = House::open().await;
    let plan = house.plan("Team", 120, Billing::Monthly).await;
    let sol = samples::neighbor(&house.portal).await.expect("neighbors move in");
    let again = plan_form("Team", 5, Billing::Yearly);
    let create = async |who: &Actor, form: &PlanForm| {
        house
            .act(async |tx| offer::create(tx, who, &fresh_key(), form).await)
            .await
    };
    assert_eq!(refusal(create(house.ada(), &again).await), Refusal::PlanNameTaken);
    assert_eq!(refusal(create(house.mara(), &again).await), Refusal::NotFound);
    create(&sol, &again).await.expect("another company’s name");
    let price = PlanForm {
        price: "a lot".into(),
        ..plan_form("X", 5, Billing::Yearly)
    };
    assert_eq!(
        refusal(create(house.ada(), &price).await),
        Refusal::Malformed(Field::Price)
    );
    let many = PlanForm {
        credits: "1000001".into(),
        ..plan_form("X", 5, Billing::Yearly)
    };
    assert_eq!(refusal(create(house.ada(), &many).await), Refusal::AmountOutOfRange);
    let theirs = house.act(async |tx| subscribe::subscribe(tx, &sol, &fresh_key(), plan).await);
    assert_eq!(refusal(theirs.await), Refusal::NotFound);

    house.subscribe(plan).await.expect("subscribed");
    assert_eq!(refusal(house.subscribe(plan).await), Refusal::AlreadySubscribed);
    house
        .act(async |tx| offer::edit(tx, house.ada(), plan, &plan_form("Team", 240, Billing::Monthly)).await)
        .await
        .expect("edited");
    house
        .act(async |tx| offer::archive(tx, house.ada(), plan).await)
        .await
        .expect("archived");
    house.at("2026-04-03T00:00:00Z");
    house.rounds().await;
    assert_eq!(house.pool().await, 20, "it renews, on the terms it was begun with");
    create(house.ada(), &again).await.expect("the name is free again");
    house.close().await;
}
