//! Between the password and the code: which codes are good, how often, and for how long.

use chrono::TimeDelta;
use lectern_contract::Refusal;
use lectern_domain::accounts::administer;

use super::{SESSION, code, finished, half, turned_on};
use crate::support::{House, PASSWORD, refusal, rush, sort};

#[tokio::test(flavor = "multi_thread")]
async fn each_step_is_good_once_and_for_one_step_around() {
    let house = House::open().await;
    let (secret, _) = turned_on(&house, house.learner(0)).await;
    let now = house.portal.now();
    let replayed = finished(&house.portal, &half(&house.portal).await, &code(&secret, now)).await;
    assert_eq!(refusal(replayed), Refusal::WrongCode, "the code that turned it on");
    let next = code(&secret, now + TimeDelta::seconds(30));
    finished(&house.portal, &half(&house.portal).await, &next)
        .await
        .expect("one step early");
    let again = finished(&house.portal, &half(&house.portal).await, &next).await;
    assert_eq!(refusal(again), Refusal::WrongCode);
    house.clock.advance(TimeDelta::seconds(90));
    let late = code(&secret, house.portal.now() - TimeDelta::seconds(30));
    finished(&house.portal, &half(&house.portal).await, &late)
        .await
        .expect("one step late");
    let far = code(&secret, house.portal.now() + TimeDelta::seconds(60));
    let far = finished(&house.portal, &half(&house.portal).await, &far).await;
    assert_eq!(refusal(far), Refusal::WrongCode);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_sign_in_ends_after_ten_minutes_and_with_the_password() {
    let house = House::open().await;
    let (_, codes) = turned_on(&house, house.learner(0)).await;
    let old = half(&house.portal).await;
    house.clock.advance(TimeDelta::minutes(10));
    assert_eq!(
        refusal(finished(&house.portal, &old, &codes[0]).await),
        Refusal::SignInFirst
    );
    let old = half(&house.portal).await;
    let (lena, new) = (house.learner(0), "another-lantern-43");
    lectern_domain::accounts::me::change_password(&house.portal, lena, PASSWORD, new, new, SESSION)
        .await
        .expect("changed");
    assert_eq!(
        refusal(finished(&house.portal, &old, &codes[0]).await),
        Refusal::SignInFirst
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_suspended_between_password_and_code_stays_outside() {
    let house = House::open().await;
    let (_, codes) = turned_on(&house, house.learner(0)).await;
    let begun = half(&house.portal).await;
    let lena = house.learner(0).user;
    house
        .act(async |tx| administer::suspend(tx, house.ada(), lena).await)
        .await
        .expect("suspended");
    assert_eq!(
        refusal(finished(&house.portal, &begun, &codes[0]).await),
        Refusal::SignInFirst
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_the_code_are_few() {
    let house = House::open().await;
    let (_, codes) = turned_on(&house, house.learner(0)).await;
    let begun = half(&house.portal).await;
    for _ in 0..5 {
        assert_eq!(
            refusal(finished(&house.portal, &begun, "000000").await),
            Refusal::WrongCode
        );
    }
    assert_eq!(
        refusal(finished(&house.portal, &begun, &codes[0]).await),
        Refusal::TooManyTries
    );
    house.clock.advance(TimeDelta::minutes(11));
    let begun = half(&house.portal).await;
    finished(&house.portal, &begun, &codes[0].to_uppercase().replace('-', " "))
        .await
        .expect("as people type it");
    assert_eq!(
        refusal(finished(&house.portal, &begun, &codes[0]).await),
        Refusal::WrongCode,
        "used up"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_send_the_same_code_at_once_one_comes_in() {
    for recovery in [false, true] {
        let house = House::open().await;
        let (secret, codes) = turned_on(&house, house.learner(0)).await;
        let typed = match recovery {
            true => codes[3].clone(),
            false => code(&secret, house.portal.now() + TimeDelta::seconds(30)),
        };
        let begun = half(&house.portal).await;
        let portals = [house.portal.clone(), house.second_process().await];
        let answers = rush(&portals, 4, |portal, _| {
            let (begun, typed) = (begun.clone(), typed.clone());
            async move { finished(&portal, &begun, &typed).await }
        })
        .await;
        let (through, refused) = sort(answers);
        assert_eq!(
            (through.len(), refused),
            (1, vec![Refusal::WrongCode; 3]),
            "recovery: {recovery}"
        );
        house.close().await;
    }
}
