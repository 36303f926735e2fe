//! The credits of a batch: all or nothing, or the head of the list; never spent twice, never lost.

use lectern_contract::{
    Refusal,
    batches::{BatchState, Outcome, Shortage},
    credits::AccountKind,
};
use lectern_domain::{
    credits::{take_back, verify::verify},
    invitations::send::{SendForm, send},
};

use super::{StartForm, WORKER, addresses, start, step};
use crate::support::{House, refusal, rush, sort};

#[tokio::test(flavor = "multi_thread")]
async fn all_or_nothing_sends_nothing_where_one_credit_is_missing() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    house.endow(course, mara.user, 4).await;
    let id = house.given(mara, course, &addresses(5)).await;
    let short = Refusal::NotEnoughCredits { free: 4, asked: 5 };
    assert_eq!(refusal(house.start(mara, id, Shortage::All).await), short);
    house.run().await;
    assert_eq!(house.batch(mara, id).await.state, BatchState::Preview);
    assert_eq!((house.pending(course).await, house.free(course, mara).await), (0, 4));

    assert_eq!(house.start(mara, id, Shortage::First).await.expect("four"), 4);
    house.run().await;
    let head = house.batch(mara, id).await;
    assert_eq!((head.state, head.sent, head.price), (BatchState::Done, 4, 4));
    let mut expected = vec![Outcome::Sent; 4];
    expected.push(Outcome::Short);
    assert_eq!(house.outcomes(mara, id).await, expected, "the head of the list");
    assert_eq!((house.held().await, house.free(course, mara).await), (4, 0));
    let sent_again = refusal(house.start(mara, id, Shortage::First).await);
    assert_eq!(sent_again, Refusal::BatchIs(BatchState::Done));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_spends_what_a_running_batch_needs() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    house.endow(course, mara.user, 12).await;
    let id = house.given(mara, course, &addresses(10)).await;
    house.start(mara, id, Shortage::All).await.expect("ten of twelve");
    assert_eq!(house.free(course, mara).await, 2, "only what is free is shown");
    let short = Refusal::NotEnoughCredits { free: 2, asked: 3 };
    assert_eq!(refusal(house.take_back(course, mara.user, 3).await), short);
    house
        .take_back(course, mara.user, 1)
        .await
        .expect("what is free goes back");
    house
        .invite(mara, course, "quick@contoso.example")
        .await
        .expect("the other one");
    assert!(house.invite(mara, course, "slow@contoso.example").await.is_err());
    house.run().await;
    assert_eq!((house.pending(course).await, house.free(course, mara).await), (11, 0));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admins_batch_takes_the_courses_credits_and_then_the_pools() {
    let house = House::open().await;
    let (ada, course) = (house.ada(), house.forklift());
    house.grant(10).await.expect("granted");
    house.allocate(course, 3).await.expect("allocated");
    let id = house.given(ada, course, &addresses(8)).await;
    assert_eq!(house.batch(ada, id).await.free, 10);
    house.start(ada, id, Shortage::All).await.expect("eight of ten");
    assert_eq!(house.pool().await, 2, "five of the pool are put aside");
    assert!(house.allocate(course, 3).await.is_err());
    house.run().await;
    assert_eq!((house.held().await, house.pool().await), (8, 2));
    let sources = house.sources(course).await;
    assert_eq!(sources, [(AccountKind::Pool, 5), (AccountKind::Course, 3)].into());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_races_with_everybody_else_who_spends() {
    let house = House::open().await;
    let (mara, course) = (house.mara().clone(), house.forklift());
    house.endow(course, mara.user, 60).await;
    let id = house.given(&mara, course, &addresses(40)).await;
    let second = house.second_process().await;
    let portals = [house.portal.clone(), second.clone()];
    // One starts the batch, thirty invite somebody each, and ten take credits back: 80 are wanted, 60 are there.
    let answers = rush(&portals, 41, |portal, number| {
        let (mara, ada) = (mara.clone(), house.ada().clone());
        async move {
            let tx = portal.begin().await?;
            match number {
                0 => {
                    let form = StartForm {
                        message: String::new(),
                        shortage: Shortage::All,
                    };
                    start(&tx, &mara, "race/start", id, form).await?;
                }
                1..31 => {
                    let form = SendForm {
                        addresses: format!("single-{number}@contoso.example"),
                        message: String::new(),
                    };
                    let key = format!("race/{number}");
                    send(&tx, &mara, &key, course, form).await?;
                }
                _ => {
                    let key = format!("race/{number}");
                    take_back(&tx, &ada, &key, course, mara.user, 1).await?;
                }
            }
            tx.commit().await?;
            Ok(number)
        }
    })
    .await;
    let (through, refused) = sort(answers);
    let short = |refusal: &Refusal| matches!(refusal, Refusal::NotEnoughCredits { .. });
    assert!(refused.iter().all(short), "{refused:?}");
    while step(&house.portal, WORKER).await {
        let report = verify(house.portal.reader()).await.expect("read");
        assert_eq!(report.findings, [], "between two chunks");
    }
    let sent = house.batch(&mara, id).await.sent;
    let started = through.contains(&0);
    assert_eq!(sent, if started { 40 } else { 0 }, "all or nothing");
    let others = i64::try_from(through.iter().filter(|number| **number != 0).count()).expect("few");
    assert_eq!(house.free(course, &mara).await, 60 - sent - others);
    assert!(60 - sent - others >= 0 && (started || others > 20));
    drop(second);
    house.close().await;
}
