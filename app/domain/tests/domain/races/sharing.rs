//! Managers who give and take at once, and requests decided by several.

use lectern_contract::{
    Refusal, RequestId,
    requests::{CreditPlan, RequestState},
    sharing::{HandOverFigures, Successor},
};
use lectern_domain::{
    courses::hand_over,
    credits::{self, accounts::Which, given, requests},
    invitations::{accept, cancel},
};

use crate::support::{House, fresh_key, rush, sort};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_given_comes_back_once_whoever_asks_how_often() {
    let house = House::open().await;
    let course = house.forklift();
    house.endow(course, house.mara().user, 10).await;
    house.endow(course, house.noor().user, 20).await;
    house
        .act(async |tx| credits::give(tx, house.mara(), &fresh_key(), course, house.noor().user, 5).await)
        .await
        .expect("given");
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 16, |portal, _| {
        let (mara, noor) = (house.mara().clone(), house.noor().user);
        async move {
            let tx = portal.begin().await?;
            credits::take_back_given(&tx, &mara, &fresh_key(), course, noor, 2).await?;
            tx.commit().await
        }
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!(through.len(), 2, "two twos of five");
    assert_eq!(refused, vec![Refusal::NotEnoughCredits { free: 1, asked: 2 }; 14]);
    assert_eq!(house.free(course, house.mara()).await, 9);
    assert_eq!(house.free(course, house.noor()).await, 21);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn gifts_crossing_one_another_lose_nothing() {
    let house = House::open().await;
    let course = house.forklift();
    house.endow(course, house.mara().user, 12).await;
    house.endow(course, house.noor().user, 12).await;
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 40, |portal, number| {
        let (mara, noor) = (house.mara().clone(), house.noor().clone());
        async move {
            let (tx, key) = (portal.begin().await?, fresh_key());
            let (me, other) = if number % 2 == 0 {
                (&mara, &noor)
            } else {
                (&noor, &mara)
            };
            match number % 4 {
                0 | 1 => credits::give(&tx, me, &key, course, other.user, 2).await?,
                _ => credits::take_back_given(&tx, me, &key, course, other.user, 1).await?,
            }
            tx.commit().await
        }
    })
    .await;
    let (_, refused) = sort(answers);
    assert!(
        refused
            .iter()
            .all(|refusal| matches!(refusal, Refusal::NotEnoughCredits { .. })),
        "{refused:?}"
    );
    let (mara, noor) = (
        house.free(course, house.mara()).await,
        house.free(course, house.noor()).await,
    );
    assert_eq!(mara + noor, 24);
    let given = given::colleagues(house.portal.reader(), house.mara(), course)
        .await
        .expect("read");
    assert_eq!(given[0].given, (noor - 12).max(0), "what is given is what moved");
    house.close().await;
}

async fn ask(house: &House, amount: i64) -> RequestId {
    house
        .act(async |tx| requests::ask(tx, house.mara(), &fresh_key(), house.forklift(), amount, "A race").await)
        .await
        .expect("asked")
}

async fn state(house: &House, id: RequestId) -> RequestState {
    let view = requests::list::show(house.portal.reader(), house.ada(), id).await;
    view.expect("a request").row.state
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_admins_and_a_withdrawal_decide_a_request_once() {
    let house = House::open().await;
    house.grant(500).await.expect("granted");
    let portals = [house.portal.clone(), house.second_process().await];
    let mut expected = 0;
    for round in 0..12 {
        let id = ask(&house, 5).await;
        let answers = rush(&portals, 6, |portal, number| {
            let (ada, mara) = (house.ada().clone(), house.mara().clone());
            let plan = CreditPlan {
                from_course: 0,
                from_pool: if number == 1 { 3 } else { 5 },
            };
            async move {
                let (tx, key) = (portal.begin().await?, fresh_key());
                match number {
                    0 | 1 | 4 => requests::approve(&tx, &ada, &key, id, plan, "").await?,
                    2 | 5 => requests::decline(&tx, &ada, &key, id, "No").await?,
                    _ => requests::withdraw(&tx, &mara, &key, id).await?,
                }
                tx.commit().await
            }
        })
        .await;
        let (through, refused) = sort(answers);
        let state = state(&house, id).await;
        assert_eq!(through.len(), 1, "round {round}: {refused:?}");
        assert_eq!(refused, vec![Refusal::RequestIs(state); 5], "round {round}");
        expected += match state {
            RequestState::Approved => 5,
            RequestState::Partly => 3,
            _ => 0,
        };
        assert_eq!(
            house.free(house.forklift(), house.mara()).await,
            expected,
            "round {round}"
        );
        assert_eq!(house.pool().await, 500 - expected);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_requests_at_once_one_is_open() {
    let house = House::open().await;
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 12, |portal, _| {
        let (mara, course) = (house.mara().clone(), house.forklift());
        async move {
            let tx = portal.begin().await?;
            let id = requests::ask(&tx, &mara, &fresh_key(), course, 3, "A race").await?;
            tx.commit().await?;
            Ok(id)
        }
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!(through.len(), 1);
    assert_eq!(refused, vec![Refusal::AlreadyRequested; 11]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn approvals_of_two_managers_share_the_last_credits() {
    let house = House::open().await;
    let course = house.forklift();
    house.grant(9).await.expect("granted");
    house.allocate(course, 3).await.expect("allocated");
    let first = ask(&house, 6).await;
    let second = house
        .act(async |tx| requests::ask(tx, house.noor(), &fresh_key(), course, 6, "A race").await)
        .await
        .expect("asked");
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 2, |portal, number| {
        let ada = house.ada().clone();
        let id = [first, second][number];
        let plan = CreditPlan {
            from_course: 3,
            from_pool: 3,
        };
        async move {
            let tx = portal.begin().await?;
            requests::approve(&tx, &ada, &fresh_key(), id, plan, "").await?;
            tx.commit().await
        }
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!(through.len(), 1);
    assert_eq!(
        refused,
        [Refusal::NeitherSuffices {
            course: 0,
            pool: 3,
            asked: 6
        }]
    );
    assert_eq!((house.pool().await, house.credits(Which::Course(course)).await), (3, 0));
    house.close().await;
}

/// A pending invitation is accepted, canceled or left alone while its manager leaves: the credit goes where the one
/// who was last says, and none is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_invitation_handed_over_while_it_ends_costs_or_frees_one_credit() {
    let house = House::open().await;
    let course = house.forklift();
    house.endow(course, house.mara().user, 40).await;
    let portals = [house.portal.clone(), house.second_process().await];
    let (mut from, mut to) = (house.mara().clone(), house.noor().clone());
    for round in 0..16 {
        let email = format!("{}@northwind.example", ["lena", "omar", "ines", "tom"][round % 4]);
        let Ok(id) = house.invite(&from, course, &email).await else {
            continue;
        };
        let token = house.token(id).await;
        let free = house.free(course, &from).await;
        let answers = rush(&portals, 2, |portal, number| {
            let (ada, from, to, token) = (house.ada().clone(), from.user, to.user, token.clone());
            let learner = house.learner(round % 4).clone();
            async move {
                let tx = portal.begin().await?;
                match (number, round % 2) {
                    (0, _) => {
                        let view = hand_over::preview(&tx, &ada, course, from).await?;
                        hand_over::hand_over(
                            &tx,
                            &ada,
                            &fresh_key(),
                            course,
                            from,
                            Successor::Manager(to),
                            view.figures,
                        )
                        .await?;
                    }
                    (_, 0) => {
                        accept::accept(&tx, &learner, &token).await?;
                    }
                    _ => cancel::cancel(&tx, &ada, id, false).await?,
                }
                tx.commit().await
            }
        })
        .await;
        let (through, refused) = sort(answers);
        assert!(
            through.len() == 2 || refused == [Refusal::ChangedMeanwhile],
            "round {round}: {refused:?}"
        );
        if through.len() < 2 {
            // The invitation ended between the look and the act: look again.
            let left = hand_over::preview(house.portal.reader(), house.ada(), course, from.user)
                .await
                .expect("read")
                .figures;
            let act = async |tx: &lectern_domain::Tx| {
                hand_over::hand_over(
                    tx,
                    house.ada(),
                    &fresh_key(),
                    course,
                    from.user,
                    Successor::Manager(to.user),
                    left,
                )
                .await
            };
            house.act(act).await.expect("handed over");
        }
        let spent = i64::try_from((round + 1) % 2).expect("0 or 1");
        assert_eq!(
            (house.free(course, &from).await, house.free(course, &to).await),
            (0, free + 1 - spent),
            "round {round}"
        );
        assert_eq!(house.held().await, 0, "round {round}");
        house.verify().await;
        house
            .act(async |tx| lectern_domain::courses::managers::add(tx, house.ada(), course, from.user).await)
            .await
            .expect("back");
        (from, to) = (to, from);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_managers_handed_over_to_one_another_at_once_leave_one() {
    let house = House::open().await;
    let course = house.forklift();
    house.endow(course, house.mara().user, 3).await;
    house.endow(course, house.noor().user, 4).await;
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 2, |portal, number| {
        let (ada, mara, noor) = (house.ada().clone(), house.mara().user, house.noor().user);
        let (from, to, free) = [(mara, noor, 3), (noor, mara, 4)][number];
        async move {
            let tx = portal.begin().await?;
            let shown = HandOverFigures {
                free,
                pending: 0,
                learners: 0,
            };
            hand_over::hand_over(&tx, &ada, &fresh_key(), course, from, Successor::Manager(to), shown).await?;
            tx.commit().await
        }
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!((through.len(), refused), (1, vec![Refusal::NotFound]));
    assert_eq!(
        house.free(course, house.mara()).await + house.free(course, house.noor()).await,
        7
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn gifts_both_ways_and_a_hand_over_never_wait_for_one_another_in_a_circle() {
    let house = House::open().await;
    let course = house.forklift();
    house.endow(course, house.mara().user, 40).await;
    house.endow(course, house.noor().user, 40).await;
    let portals = [house.portal.clone(), house.second_process().await];
    for round in 0..8 {
        let answers = rush(&portals, 13, |portal, number| {
            let (ada, mara, noor) = (house.ada().clone(), house.mara().clone(), house.noor().clone());
            let (me, other) = if number % 2 == 0 { (mara, noor) } else { (noor, mara) };
            async move {
                let (tx, key) = (portal.begin().await?, fresh_key());
                if number == 6 {
                    let shown = hand_over::preview(&tx, &ada, course, me.user).await?.figures;
                    let to = Successor::Manager(other.user);
                    hand_over::hand_over(&tx, &ada, &key, course, me.user, to, shown).await?;
                } else {
                    credits::give(&tx, &me, &key, course, other.user, 1).await?;
                }
                tx.commit().await
            }
        })
        .await;
        let (_, refused) = sort(answers);
        let expected = |refusal: &Refusal| matches!(refusal, Refusal::NotFound | Refusal::ChangedMeanwhile);
        assert!(refused.iter().all(expected), "round {round}: {refused:?}");
        let (mara, noor) = (house.mara(), house.noor());
        assert_eq!(
            house.free(course, mara).await + house.free(course, noor).await,
            80,
            "round {round}"
        );
        if !refused.contains(&Refusal::ChangedMeanwhile) {
            house
                .act(async |tx| lectern_domain::courses::managers::add(tx, house.ada(), course, mara.user).await)
                .await
                .expect("back");
            house
                .act(async |tx| credits::give(tx, noor, &fresh_key(), course, mara.user, 40).await)
                .await
                .expect("shared anew");
        }
    }
    house.close().await;
}
