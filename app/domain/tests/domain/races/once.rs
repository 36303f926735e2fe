//! The same request in parallel, after a restart, and after everything changed (`spec/credits.md` L10).

use chrono::TimeDelta;
use lectern_contract::{Refusal, orders::Provider};
use lectern_domain::{
    courses::managers,
    credits::{self, requests},
    invitations::{
        re_invite::re_invite,
        send::{self, SendForm},
    },
    orders::{own, place::PlaceForm},
    registrations::enroll,
};
use lectern_entities::{credit_order, credit_request, invitation};
use sea_orm::{EntityTrait, PaginatorTrait};

use crate::support::{House, refusal, rush, sort};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_grant_posted_by_many_at_once_grants_once() {
    let house = House::open().await;
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 20, |portal, _| {
        let ada = house.ada().clone();
        async move {
            let tx = portal.begin().await?;
            credits::grant(&tx, &ada, "one-form", 7, "Once").await?;
            tx.commit().await
        }
    })
    .await;
    assert_eq!(sort(answers).0.len(), 20, "every tab is told that it worked");
    assert_eq!(house.pool().await, 7);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_invitations_posted_by_many_at_once_are_sent_once() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 3).await;
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 12, |portal, _| {
        let (mara, course) = (house.mara().clone(), house.forklift());
        async move {
            let tx = portal.begin().await?;
            let form = SendForm {
                addresses: "a@contoso.example b@contoso.example".into(),
                message: "Hello".into(),
            };
            let outcome = send::send(&tx, &mara, "one-form", course, form).await?;
            tx.commit().await?;
            Ok(outcome.sent)
        }
    })
    .await;
    assert_eq!(sort(answers), (vec![2; 12], vec![]));
    assert_eq!(
        (house.held().await, house.free(house.forklift(), house.mara()).await),
        (2, 1)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_key_after_a_restart_gives_the_same_answer_though_no_credit_is_left() {
    let house = House::open().await;
    house.grant(1).await.expect("granted");
    let lena = house.learner(0).user;
    let first = house
        .act(async |tx| enroll::enroll(tx, house.ada(), "form-1", lena, house.forklift()).await)
        .await;
    let first = first.expect("enrolled");
    assert_eq!(house.pool().await, 0);
    let restarted = house.second_process().await;
    let tx = restarted.begin().await.expect("begun");
    let again = enroll::enroll(&tx, house.ada(), "form-1", lena, house.forklift())
        .await
        .expect("the same answer");
    tx.commit().await.expect("committed");
    assert_eq!(again, first);
    let other = house
        .act(async |tx| enroll::enroll(tx, house.ada(), "form-1", lena, house.fire()).await)
        .await;
    assert_eq!(refusal(other), Refusal::KeyReused);
    let other = house
        .act(async |tx| credits::grant(tx, house.ada(), "form-1", 1, "Another act").await)
        .await;
    assert_eq!(refusal(other), Refusal::KeyReused);
    assert_eq!(house.consumed().await, 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_refused_act_keeps_nothing_of_its_key() {
    let house = House::open().await;
    let refused = house
        .act(async |tx| credits::allocate(tx, house.ada(), "form-2", house.forklift(), 5).await)
        .await;
    assert_eq!(refusal(refused), Refusal::NotEnoughCredits { free: 0, asked: 5 });
    house.grant(5).await.expect("granted");
    house
        .act(async |tx| credits::allocate(tx, house.ada(), "form-2", house.forklift(), 5).await)
        .await
        .expect("now there are");
    assert_eq!(house.pool().await, 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_who_was_removed_gets_the_first_answer_to_an_old_key_and_to_no_other() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let form = || SendForm {
        addresses: "kai@contoso.example".into(),
        message: String::new(),
    };
    let send = async |key: &str| {
        house
            .act(async |tx| send::send(tx, house.mara(), key, house.forklift(), form()).await)
            .await
    };
    let first = send("one-form").await.expect("sent");
    let invited = invitation::Entity::find().one(house.portal.reader()).await;
    let invited = invited.expect("invitations are read").expect("there is one").id;
    let again = async |key: &str| {
        house
            .act(async |tx| re_invite(tx, house.mara(), key, invited).await)
            .await
    };
    house.clock.advance(TimeDelta::minutes(2));
    again("again").await.expect("sent again");
    house.cancel(house.mara(), invited).await.expect("canceled");
    let course = house.forklift();
    house.take_back(course, house.mara().user, 1).await.expect("taken back");
    house
        .act(async |tx| managers::remove(tx, house.ada(), course, house.mara().user).await)
        .await
        .expect("removed");
    assert_eq!(send("one-form").await.expect("as before"), first);
    again("again").await.expect("as before");
    assert_eq!(refusal(send("another-form").await), Refusal::NotFound);
    assert_eq!(refusal(again("another").await), Refusal::NotFound);
    let noor = house
        .act(async |tx| send::send(tx, house.noor(), "one-form", course, form()).await)
        .await;
    assert_eq!(refusal(noor), Refusal::KeyReused, "a receipt answers nobody else");
    assert_eq!(house.held().await, 0, "nothing was sent anew");
    house.close().await;
}

/// What a manager of the first course may do there with a key; answers what it answered.
async fn act_as_manager(house: &House, act: &str, key: &str) -> lectern_domain::Result<String> {
    let (mara, noor, course) = (house.mara(), house.noor().user, house.forklift());
    let form = PlaceForm {
        quantity: 2,
        terms_version: 1,
        total_minor: 238,
        accepted: true,
    };
    house
        .act(async |tx| {
            match act {
                "give" => credits::give(tx, mara, key, course, noor, 2).await?,
                "take back" => credits::take_back_given(tx, mara, key, course, noor, 1).await?,
                "withdraw" => {
                    let asked = credit_request::Entity::find().one(tx).await?;
                    requests::withdraw(tx, mara, key, asked.expect("asked before").id).await?;
                }
                "ask" => return Ok(requests::ask(tx, mara, key, course, 3, "A note").await?.to_string()),
                _ => {
                    let order = own::place(tx, mara, key, course, form, Provider::Stripe).await?;
                    return Ok(order.to_string());
                }
            }
            Ok(String::new())
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_act_of_a_manager_gives_its_first_answer_though_they_were_removed_since() {
    let house = House::open().await;
    house.open_shop().await;
    house.managers_buy(true).await;
    let course = house.forklift();
    house.endow(course, house.mara().user, 5).await;
    let mut answers = vec![];
    for act in ["give", "take back", "ask", "withdraw", "buy"] {
        let answer = act_as_manager(&house, act, &format!("form/{act}")).await;
        answers.push((act, answer.expect(act)));
    }
    house.take_back(course, house.mara().user, 4).await.expect("taken back");
    house
        .act(async |tx| managers::remove(tx, house.ada(), course, house.mara().user).await)
        .await
        .expect("removed");
    for (act, first) in answers {
        let again = act_as_manager(&house, act, &format!("form/{act}")).await;
        assert_eq!(again.expect(act), first, "{act}");
        let anew = act_as_manager(&house, act, &format!("another/{act}")).await;
        assert_eq!(refusal(anew), Refusal::NotFound, "{act}");
    }
    assert_eq!(house.free(course, house.noor()).await, 1, "given and taken back once");
    let orders = credit_order::Entity::find().count(house.portal.reader()).await;
    assert_eq!(orders.expect("counted"), 1);
    house.close().await;
}
