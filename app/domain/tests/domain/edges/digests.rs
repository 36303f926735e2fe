//! The manager's digest: expired invitations are told once, in the morning.

use chrono::TimeDelta;
use lectern_contract::letters::LetterKind;
use lectern_domain::invitations::{
    LIFE, digest,
    send::{self, SendForm},
};

use crate::support::House;

const MARA: &str = "mara@northwind.example";
const NOOR: &str = "noor@northwind.example";

/// Invitations of both managers that expired at 10:05 in Berlin.
async fn expired() -> House {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 3).await;
    house.endow(house.fire(), house.mara().user, 1).await;
    house.endow(house.forklift(), house.noor().user, 1).await;
    for (sender, course, email) in [
        (house.mara(), house.forklift(), "a@contoso.example"),
        (house.mara(), house.fire(), "b@contoso.example"),
        (house.noor(), house.forklift(), "c@contoso.example"),
    ] {
        house.invite(sender, course, email).await.expect("sent");
    }
    house.clock.advance(LIFE);
    assert_eq!(house.expire().await, 3);
    house
}

async fn told(house: &House) -> Vec<String> {
    house.told(LetterKind::Expired).await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_sender_gets_one_letter_on_the_morning_after() {
    let house = expired().await;
    let id = house.ada().organization;
    assert_eq!(house.digest().await, 0, "the morning is over");
    let waiting = house.act(async |tx| digest::waiting(tx).await).await;
    assert_eq!(waiting.expect("looked"), [id]);
    // It is summer by then: 11:05 in Berlin. The next morning, 07:00, is 19 hours and 55 minutes away.
    house.clock.advance(TimeDelta::hours(19) + TimeDelta::minutes(54));
    assert_eq!(house.digest().await, 0, "a minute before");
    house.clock.advance(TimeDelta::minutes(1));
    assert_eq!(house.digest().await, 2);
    assert_eq!(house.digest().await, 0, "once");
    assert_eq!(told(&house).await, [MARA, NOOR]);
    let letters = house.letters(LetterKind::Expired).await;
    let maras = letters.iter().find(|letter| letter.recipient == MARA).expect("hers");
    assert_eq!(maras.subject, "2 invitations expired");
    assert!(
        maras.text.contains("“Forklift Basics”: a@contoso.example."),
        "{}",
        maras.text
    );
    assert!(
        maras.text.contains("“Fire Safety”: b@contoso.example."),
        "{}",
        maras.text
    );
    let waiting = house.act(async |tx| digest::waiting(tx).await).await;
    assert_eq!(waiting.expect("looked"), []);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_second_letter_comes_on_the_same_day_and_none_without_anything_to_tell() {
    let house = expired().await;
    let late = house
        .invite(house.mara(), house.forklift(), "d@contoso.example")
        .await
        .expect("sent");
    house.clock.advance(TimeDelta::days(1));
    assert_eq!(house.digest().await, 2);
    house.clock.advance(TimeDelta::days(1));
    assert_eq!(house.digest().await, 0, "empty: no letter");
    house.clock.advance(LIFE);
    house.expire().await;
    assert_eq!(house.digest().await, 0, "it expired after this morning");
    house.clock.advance(TimeDelta::days(3));
    assert_eq!(house.digest().await, 1, "a job that was down for days tells it once");
    assert_eq!(told(&house).await, [MARA, MARA, NOOR]);
    house.re_invite(house.mara(), late).await.expect("sent again");
    house.clock.advance(LIFE);
    house.expire().await;
    house.clock.advance(TimeDelta::days(1));
    assert_eq!(house.digest().await, 1, "a second end is told, too");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_again_before_the_morning_is_not_told() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let id = house
        .invite(house.mara(), house.forklift(), "a@contoso.example")
        .await
        .expect("sent");
    house.clock.advance(LIFE);
    house.expire().await;
    house.re_invite(house.mara(), id).await.expect("sent again");
    house.clock.advance(TimeDelta::days(1));
    assert_eq!(house.digest().await, 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_digest_names_fifty_and_counts_the_rest() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 53).await;
    let guests: Vec<String> = (0..53).map(|n| format!("guest{n}@contoso.example")).collect();
    let form = SendForm {
        addresses: guests.join(" "),
        message: String::new(),
    };
    house
        .act(async |tx| send::send(tx, house.mara(), "many", house.forklift(), form).await)
        .await
        .expect("all are invited");
    house.clock.advance(LIFE);
    house.expire().await;
    house.clock.advance(TimeDelta::days(1));
    assert_eq!(house.digest().await, 1);
    let letter = house.letters(LetterKind::Expired).await.remove(0);
    assert_eq!(letter.subject, "53 invitations expired");
    assert_eq!(letter.text.matches("@contoso.example").count(), 50);
    assert!(letter.text.contains("And 3 more."));
    house.close().await;
}
