//! Two processes that share the work.

use std::collections::BTreeMap;

use lectern_contract::{
    Refusal,
    hooks::{DeliveryState, HookEvent},
    limits,
    refusal::WebhookProblem,
};
use lectern_domain::hooks::{deliver, endpoints, note};

use super::{SESSION, answers, form};
use crate::support::{House, fresh_key, rush, sort};

const GRANTED: &[HookEvent] = &[HookEvent::CreditsGranted];

#[tokio::test(flavor = "multi_thread")]
async fn each_attempt_is_made_by_one_process() {
    let house = House::open().await;
    let mut hooks = Vec::new();
    for number in 0..3 {
        hooks.push(
            house
                .listen(&format!("https://hooks.example.com/{number}"), GRANTED)
                .await,
        );
    }
    for amount in 1..=10 {
        house.grant(amount).await.expect("granted");
    }
    let portals = [house.portal.clone(), house.second_process().await];
    let mut sent: BTreeMap<_, u32> = BTreeMap::new();
    for _ in 0..20 {
        let answers = rush(
            &portals,
            6,
            |portal, _| async move { deliver::take_due(&portal, 100).await },
        )
        .await;
        let (taken, refused) = sort(answers);
        assert_eq!(refused, []);
        let taken: Vec<_> = taken.into_iter().flatten().collect();
        for id in &hooks {
            let of_one = taken.iter().filter(|one| one.webhook == *id).count();
            assert!(of_one <= 4, "{of_one} at once, over both processes");
        }
        for one in &taken {
            *sent.entry((one.delivery, one.number)).or_default() += 1;
        }
        let notes = rush(&portals, taken.len().max(1), |portal, number| {
            let one = taken.get(number).cloned();
            async move {
                match one {
                    Some(one) => note::note(&portal, &one, &answers_of(one.number)).await,
                    None => Ok(()),
                }
            }
        })
        .await;
        assert_eq!(sort(notes).1, []);
        house.clock.advance(chrono::TimeDelta::seconds(10));
    }
    assert_eq!(sent.len(), 60, "each of thirty fails once and is taken once");
    assert!(sent.values().all(|times| *times == 1), "{sent:?}");
    for id in hooks {
        let log = house.deliveries(id).await;
        let done = log
            .iter()
            .all(|row| row.state == DeliveryState::Delivered && row.attempts == 2);
        assert!(done, "{log:?}");
    }
    house.close().await;
}

/// The first attempt fails.
fn answers_of(number: i32) -> note::Outcome {
    answers(if number == 1 { 500 } else { 200 })
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_webhooks_at_once_only_so_many_are_set_up() {
    let house = House::open().await;
    let portals = [house.portal.clone(), house.second_process().await];
    let ada = house.ada().clone();
    let answers = rush(&portals, 16, |portal, _| {
        let ada = ada.clone();
        async move {
            let tx = portal.begin().await?;
            let form = form("https://hooks.example.com/a", GRANTED);
            let id = endpoints::create(&tx, &ada, &fresh_key(), SESSION, &form).await?;
            tx.commit().await?;
            Ok(id)
        }
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!(through.len() as u64, limits::WEBHOOKS);
    assert!(
        refused
            .iter()
            .all(|one| *one == Refusal::Webhook(WebhookProblem::TooMany)),
        "{refused:?}"
    );
    house.close().await;
}
