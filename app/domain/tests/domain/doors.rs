//! Sessions that were ended, guesses at a password, and texts that are none.

use chrono::TimeDelta;
use lectern_contract::Refusal;
use lectern_domain::{
    Error, Portal,
    accounts::{
        devices,
        sessions::{self, Stored},
        sign_in::{self, Place},
        users,
    },
    credits,
};
use sea_orm::DbBackend;

use crate::support::{House, PASSWORD, refusal, rush, sort};

const LENA: &str = "lena@northwind.example";

fn from(source: &str, device: &str) -> Place {
    Place {
        source: source.into(),
        device: device.into(),
    }
}

async fn guess(portal: &Portal, email: &str, place: &Place) -> Refusal {
    refusal(sign_in::sign_in(portal, email, "a wrong guess", place).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_session_stays_ended() {
    let house = House::open().await;
    let lena = house.learner(0);
    let mut stored = Stored {
        token: "token".into(),
        user: Some((lena.organization, lena.user)),
        data: "{}".into(),
        browser: String::new(),
        began: None,
    };
    sessions::create(&house.portal, &stored).await.expect("begun");
    stored.data = "{\"kept\":1}".into();
    sessions::save(&house.portal, &stored).await.expect("kept");
    let living = sessions::load(&house.portal, "token")
        .await
        .expect("read")
        .expect("living");
    assert_eq!(living.0, stored.data);
    assert!(sessions::renew(&house.portal, "token", "newer").await.expect("renewed"));
    assert!(sessions::load(&house.portal, "token").await.expect("read").is_none());
    // A request that began before the session ended finishes after it.
    house
        .act(async |tx| sessions::end_all(tx, lena.user, None).await)
        .await
        .expect("ended");
    stored.token = "newer".into();
    sessions::save(&house.portal, &stored).await.expect("no fault");
    assert!(
        !sessions::renew(&house.portal, "newer", "newest")
            .await
            .expect("no fault")
    );
    for token in ["token", "newer", "newest"] {
        assert!(
            sessions::load(&house.portal, token).await.expect("read").is_none(),
            "{token} lives"
        );
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_guesses_does_not_keep_the_owner_out() {
    let house = House::open().await;
    let here = from("192.0.2.1", "");
    for _ in 0..8 {
        assert_eq!(
            guess(&house.portal, LENA, &from("198.51.100.1", "")).await,
            Refusal::WrongCredentials
        );
    }
    assert_eq!(
        guess(&house.portal, LENA, &from("198.51.100.1", "")).await,
        Refusal::TooManyTries
    );
    sign_in::sign_in(&house.portal, LENA, PASSWORD, &here)
        .await
        .expect("from elsewhere");
    // Many sources together reach the account's own bound …
    let known = devices::remember(&house.portal, LENA, "");
    for source in 2..200 {
        if guess(&house.portal, LENA, &from(&format!("198.51.100.{source}"), "")).await == Refusal::TooManyTries {
            break;
        }
    }
    assert_eq!(
        guess(&house.portal, LENA, &from("203.0.113.9", "")).await,
        Refusal::TooManyTries
    );
    // … which holds for strangers, known address or not, and not for a device she signed in with.
    sign_in::sign_in(&house.portal, LENA, PASSWORD, &from("203.0.113.9", &known))
        .await
        .expect("in her own browser");
    let others = devices::remember(&house.portal, "omar@northwind.example", "");
    for forged in [others.as_str(), "1.2.3", "~~~", &known.replace('.', ".x")] {
        let answer = sign_in::sign_in(&house.portal, LENA, PASSWORD, &from("203.0.113.10", forged)).await;
        assert_eq!(refusal(answer), Refusal::TooManyTries, "{forged}");
    }
    // A stolen note gives eight guesses, no more.
    for _ in 0..8 {
        assert_eq!(
            guess(&house.portal, LENA, &from("203.0.113.11", &known)).await,
            Refusal::WrongCredentials
        );
    }
    assert_eq!(
        guess(&house.portal, LENA, &from("203.0.113.12", &known)).await,
        Refusal::TooManyTries
    );
    house.clock.advance(TimeDelta::days(366));
    assert_eq!(
        guess(&house.portal, LENA, &from("203.0.113.12", "")).await,
        Refusal::WrongCredentials
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_a_network_of_addresses_is_one_source() {
    let house = House::open().await;
    for host in 1..=8 {
        let place = from(&format!("2001:db8:1:2::{host}"), "");
        assert_eq!(guess(&house.portal, LENA, &place).await, Refusal::WrongCredentials);
    }
    for (source, answer) in [
        ("2001:db8:1:2:ffff::9", Refusal::TooManyTries),
        ("2001:db8:1:3::1", Refusal::WrongCredentials),
    ] {
        assert_eq!(guess(&house.portal, LENA, &from(source, "")).await, answer, "{source}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_remembers_several_people() {
    let house = House::open().await;
    let mut cookie = String::from("<script>~junk");
    for person in ["lena", "omar", "lena", "ines", "tom", "mara", "noor"] {
        cookie = devices::remember(&house.portal, &format!("{person}@northwind.example"), &cookie);
    }
    assert_eq!(cookie.split('~').count(), 5, "{cookie}");
    assert!(
        cookie.chars().all(|c| c.is_ascii_alphanumeric() || "._-~".contains(c)),
        "{cookie}"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_addresses_are_stopped_as_known_ones_are() {
    let house = House::open().await;
    let mut answers = Vec::new();
    for email in [LENA, "nobody@elsewhere.example"] {
        let mut seen = Vec::new();
        for _ in 0..10 {
            seen.push(guess(&house.portal, email, &from("198.51.100.1", "")).await);
        }
        answers.push(seen);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0][7..9], [Refusal::WrongCredentials, Refusal::TooManyTries]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn guesses_at_once_are_no_more_than_one_after_another() {
    let house = House::open().await;
    let portals = [house.portal.clone(), house.second_process().await];
    let answers = rush(&portals, 16, |portal, _| async move {
        let place = Place::from("198.51.100.1");
        sign_in::sign_in(&portal, LENA, "a wrong guess", &place).await
    })
    .await;
    let (_, refused) = sort(answers);
    let heard = refused
        .iter()
        .filter(|refusal| **refusal == Refusal::WrongCredentials)
        .count();
    assert_eq!((heard, refused.len()), (8, 16));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_no_database_keeps_is_refused_and_no_fault() {
    let house = House::open().await;
    let grant = async |key: &str, note: &str| {
        let done = house.act(async |tx| credits::grant(tx, house.ada(), key, 5, note).await);
        done.await.map_err(Error::into_refusal)
    };
    assert_eq!(grant("a\0b", "A note").await, Err(Refusal::BadRequest));
    if house.portal.reader().get_database_backend() == DbBackend::Postgres {
        // The doors refuse it before; where one does not, the database does. SQLite would keep it.
        let found = users::by_email(
            house.portal.reader(),
            house.ada().organization,
            "lena\0@northwind.example",
        )
        .await;
        let found = found.map(|user| user.is_some()).map_err(Error::into_refusal);
        assert_eq!(found, Err(Refusal::BadRequest));
    }
    grant("key", "A note").await.expect("nothing was half done");
    house.close().await;
}
