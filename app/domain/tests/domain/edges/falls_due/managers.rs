//! Their managers read of it in the morning: how many, once, and whoever watches them by then.

use chrono::TimeDelta;
use lectern_contract::{
    letters::LetterKind,
    sharing::{HandOverFigures, Successor},
};
use lectern_domain::{
    courses::{hand_over, managers},
    invitations::LIFE,
};

use super::{LENA, told};
use crate::support::{House, commit_of};

const MARA: &str = "mara@northwind.example";

/// Mara's learner: invited, accepted, passed, for a month; 20 days before its end.
async fn learner_of_mara() -> House {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 2).await;
    let id = house.invite(house.mara(), house.forklift(), LENA).await.expect("sent");
    let token = house.token(id).await;
    let lena = house.learner(0);
    let registration = house.accept(lena, &token).await.expect("accepted");
    let token = house.play(lena, registration).await;
    house
        .commit(&token, commit_of(1, &[("cmi.core.lesson_status", "passed")]))
        .await;
    house.valid_for(house.ada(), "1").await.expect("set");
    house.clock.advance(TimeDelta::days(11));
    house
}

#[tokio::test(flavor = "multi_thread")]
async fn their_manager_is_told_how_many_in_the_morning() {
    let house = learner_of_mara().await;
    assert_eq!(told(&house).await, [LENA]);
    assert_eq!(house.digest().await, 0, "the morning is over");
    house.clock.advance(TimeDelta::days(1));
    assert_eq!(house.digest().await, 1);
    assert_eq!(house.digest().await, 0, "once");
    house.clock.advance(TimeDelta::days(1));
    assert_eq!(house.digest().await, 0, "not every day");
    assert_eq!(told(&house).await, [LENA, MARA]);
    let letters = house.letters(LetterKind::FallsDue).await;
    let maras = letters.iter().find(|letter| letter.recipient == MARA).expect("hers");
    assert_eq!(maras.subject, "1 of your learners has to take a course again soon");
    assert!(!maras.text.contains(LENA), "{}", maras.text);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_stands_in_the_letter_about_expired_invitations_where_there_is_one() {
    let house = learner_of_mara().await;
    house
        .invite(house.mara(), house.forklift(), "a@contoso.example")
        .await
        .expect("sent");
    house.clock.advance(LIFE);
    house.expire().await;
    assert_eq!(told(&house).await, [LENA], "ten days after its end");
    house.clock.advance(TimeDelta::days(1));
    assert_eq!(house.digest().await, 1);
    let letter = house.letters(LetterKind::Expired).await.remove(0);
    assert_eq!(
        (letter.subject.as_str(), letter.recipient.as_str()),
        ("1 invitation expired", MARA)
    );
    assert!(
        letter
            .text
            .contains("1 of your learners has to take a course again soon."),
        "{}",
        letter.text
    );
    assert_eq!(house.told(LetterKind::FallsDue).await, [LENA], "no second letter");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_who_left_the_course_is_not_told() {
    for told_before in [false, true] {
        let house = learner_of_mara().await;
        let (course, mara) = (house.forklift(), house.mara().user);
        if told_before {
            assert_eq!(told(&house).await, [LENA]);
        }
        house.take_back(course, mara, 1).await.expect("taken back");
        house
            .act(async |tx| managers::remove(tx, house.ada(), course, mara).await)
            .await
            .expect("removed");
        assert_eq!(told(&house).await, [LENA]);
        house.clock.advance(TimeDelta::days(1));
        assert_eq!(house.digest().await, 0);
        house.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_a_manager_over_is_told_in_their_place() {
    let house = learner_of_mara().await;
    assert_eq!(told(&house).await, [LENA]);
    let (course, mara, noor) = (house.forklift(), house.mara().user, house.noor().user);
    let shown = HandOverFigures {
        free: 1,
        pending: 0,
        learners: 1,
    };
    let to = Successor::Manager(noor);
    house
        .act(async |tx| hand_over::hand_over(tx, house.ada(), "over", course, mara, to, shown).await)
        .await
        .expect("handed over");
    house.clock.advance(TimeDelta::days(1));
    assert_eq!(house.digest().await, 1);
    assert_eq!(told(&house).await, [LENA, "noor@northwind.example"]);
    house.close().await;
}
