//! New recovery codes.

use chrono::TimeDelta;
use lectern_contract::{Refusal, second_factor::SecondFactor};
use lectern_domain::accounts::second_factor::{self, renew, set_up};

use super::{SESSION, code, finished, half, turned_on};
use crate::support::{House, PASSWORD, refusal};

#[tokio::test(flavor = "multi_thread")]
async fn new_recovery_codes_kill_the_old_ones_and_leave_the_app_alone() {
    let house = House::open().await;
    let lena = house.learner(0);
    let off = renew::renew(&house.portal, lena, PASSWORD, SESSION).await;
    assert_eq!(refusal(off), Refusal::SecondFactorOff);
    let (secret, old) = turned_on(&house, lena).await;
    house
        .act(async |tx| set_up::keep_codes(tx, lena).await)
        .await
        .expect("kept");
    finished(&house.portal, &half(&house.portal).await, &old[0])
        .await
        .expect("used one");
    let wrong = renew::renew(&house.portal, lena, "not hers", "another").await;
    assert_eq!(refusal(wrong), Refusal::WrongPassword);
    house.clock.advance(TimeDelta::hours(1));
    let mut seen = old.clone();
    for round in 1..=2 {
        renew::renew(&house.portal, lena, PASSWORD, "another")
            .await
            .expect("renewed");
        let elsewhere = second_factor::mine(&house.portal, lena, SESSION).await.expect("shown");
        assert!(
            matches!(elsewhere, SecondFactor::On { codes_left: 10, .. }),
            "{elsewhere:?}"
        );
        let SecondFactor::Fresh(new) = second_factor::mine(&house.portal, lena, "another")
            .await
            .expect("shown")
        else {
            panic!("no codes in round {round}")
        };
        assert!(
            new.len() == 10 && new.iter().all(|code| !seen.contains(code)),
            "{new:?}"
        );
        for code in [&seen[1], seen.last().expect("old ones")] {
            let dead = finished(&house.portal, &half(&house.portal).await, code).await;
            assert_eq!(refusal(dead), Refusal::WrongCode, "round {round}");
        }
        finished(&house.portal, &half(&house.portal).await, &new[3])
            .await
            .expect("a new one");
        seen.extend(new);
        house.clock.advance(TimeDelta::hours(1));
    }
    let app = code(&secret, house.portal.now());
    finished(&house.portal, &half(&house.portal).await, &app)
        .await
        .expect("the app goes on");
    let letters = house.post().await;
    let told = letters
        .iter()
        .filter(|letter| letter.subject == "You have new recovery codes");
    assert_eq!(told.count(), 2);
    house.close().await;
}
