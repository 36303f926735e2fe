//! Lists with the same addresses in them, sent at once.

use lectern_contract::{Refusal, invitations::AddressProblem};
use lectern_domain::invitations::LIFE;

use super::sending::send_one;
use crate::support::{House, rush, sort};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_goes_the_other_way_round_waits_and_is_told_who_was_quicker() {
    let house = House::open().await;
    let course = house.forklift();
    house.endow(course, house.mara().user, 120).await;
    house.endow(course, house.noor().user, 120).await;
    let portals = [house.portal.clone(), house.second_process().await];
    for round in 0..20 {
        let addresses: Vec<String> = (0..6)
            .map(|place| format!("guest{round}x{place}@contoso.example"))
            .collect();
        race(&house, &portals, &addresses, round).await;
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn overdue_invitations_among_them_keep_nobody_waiting_for_one_another() {
    let house = House::open().await;
    let course = house.forklift();
    house.endow(course, house.mara().user, 12).await;
    house.endow(course, house.noor().user, 12).await;
    let portals = [house.portal.clone(), house.second_process().await];
    for round in 0..15 {
        let address = |place: usize| format!("guest{round}x{place}@contoso.example");
        for (sender, place) in [(house.mara(), 4), (house.noor(), 1)] {
            house.invite(sender, course, &address(place)).await.expect("sent");
        }
        house.clock.advance(LIFE);
        let addresses: Vec<String> = (0..6).map(address).collect();
        race(&house, &portals, &addresses, round).await;
        house.clock.advance(LIFE);
        house.expire().await;
        assert_eq!(house.held().await, 0, "round {round}");
    }
    house.close().await;
}

/// Mara sends them in this order, Noor the other way round: one of them invites all.
async fn race(house: &House, portals: &[lectern_domain::Portal], addresses: &[String], round: usize) {
    let answers = rush(portals, 2, |portal, number| {
        let mut typed = addresses.to_vec();
        let sender = if number == 0 {
            house.mara()
        } else {
            typed.reverse();
            house.noor()
        };
        send_one(portal, sender.clone(), house.forklift(), typed.join(","))
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!(through.len(), 1, "round {round}: {refused:?}");
    let [Refusal::Addresses(problems)] = &refused[..] else {
        panic!("round {round}: {refused:?}");
    };
    assert!(
        problems
            .iter()
            .all(|(_, problem)| matches!(problem, AddressProblem::AlreadyInvited(..))),
        "round {round}: {problems:?}"
    );
    house.verify().await;
}
