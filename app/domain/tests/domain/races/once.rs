//! The same request in parallel, after a restart, and after everything changed (`spec/credits.md` L10).

use lectern_contract::Refusal;
use lectern_domain::{
    credits,
    invitations::send::{self, SendForm},
    registrations::enroll,
};

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
