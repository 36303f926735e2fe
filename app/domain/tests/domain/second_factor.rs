//! The second factor: what it asks for, what it refuses, and what only one of many gets.

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{Refusal, Role, second_factor::SecondFactor};
use lectern_domain::{
    Actor, Portal, Result,
    accounts::{
        administer,
        second_factor::{self, finish, finish::Half, renew, reset, rule, set_up},
        sessions,
        sign_in::{self, Step},
    },
};

use crate::support::{House, PASSWORD, act_on, refusal, rush, sort};

const SESSION: &str = "the session that set it up";

/// The code of the app at an instant, worked out here from the secret as a person reads it.
pub fn code(secret: &str, at: DateTime<Utc>) -> String {
    let plain = secret.replace(' ', "");
    let secret = data_encoding::BASE32_NOPAD.decode(plain.as_bytes()).expect("base32");
    let totp = totp_rs::Builder::new()
        .with_algorithm(totp_rs::Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(30)
        .with_secret(secret)
        .build()
        .expect("a usual secret");
    totp.generate(u64::try_from(at.timestamp()).expect("after 1970"))
        .to_string()
}

/// Begins the set-up and answers the secret.
async fn begun(house: &House, who: &Actor) -> String {
    set_up::begin(&house.portal, who, PASSWORD, SESSION)
        .await
        .expect("begun");
    match second_factor::mine(&house.portal, who, SESSION).await.expect("shown") {
        SecondFactor::Pending(secret) => secret.text,
        other => panic!("not begun: {other:?}"),
    }
}

/// Sets it up; answers the secret and the recovery codes.
async fn turned_on(house: &House, who: &Actor) -> (String, Vec<String>) {
    let secret = begun(house, who).await;
    set_up::confirm(&house.portal, who, &code(&secret, house.portal.now()), SESSION)
        .await
        .expect("confirmed");
    match second_factor::mine(&house.portal, who, SESSION).await.expect("shown") {
        SecondFactor::Fresh(codes) => (secret, codes),
        other => panic!("no codes: {other:?}"),
    }
}

async fn half(portal: &Portal) -> Half {
    let step = sign_in::sign_in(portal, "lena@northwind.example", PASSWORD, &"test".into()).await;
    match step.expect("a right password") {
        Step::Code(half) => half,
        Step::In(_) => panic!("signed in without a code"),
    }
}

async fn finished(portal: &Portal, half: &Half, typed: &str) -> Result<()> {
    finish::finish(portal, half, typed, &"test".into()).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn it_counts_from_its_first_right_code_on_and_is_shown_to_its_session_alone() {
    let house = House::open().await;
    let lena = house.learner(0);
    let wrong = set_up::begin(&house.portal, lena, "not hers", SESSION).await;
    assert_eq!(refusal(wrong), Refusal::WrongPassword);
    let secret = begun(&house, lena).await;
    let elsewhere = second_factor::mine(&house.portal, lena, "another session").await;
    assert_eq!(elsewhere.expect("shown"), SecondFactor::Off);
    let wrong = set_up::confirm(&house.portal, lena, "000000", SESSION).await;
    assert_eq!(refusal(wrong), Refusal::WrongCode);
    let signed_in = sign_in::sign_in(&house.portal, "lena@northwind.example", PASSWORD, &"test".into()).await;
    assert!(matches!(signed_in, Ok(Step::In(_))), "it does not count yet");
    let right = code(&secret, house.portal.now());
    let thief = set_up::confirm(&house.portal, lena, &right, "another session").await;
    assert_eq!(refusal(thief), Refusal::SecondFactorOff);
    set_up::confirm(&house.portal, lena, &right, SESSION).await.expect("on");
    half(&house.portal).await;
    let again = set_up::begin(&house.portal, lena, PASSWORD, SESSION).await;
    assert_eq!(refusal(again), Refusal::SecondFactorOn);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_knows_neither_the_secret_nor_the_codes() {
    let house = House::open().await;
    let lena = house.learner(0);
    let (secret, codes) = turned_on(&house, lena).await;
    assert_eq!(codes.len(), 10);
    let factor = lectern_entities::second_factor::Entity::load(&house).await;
    let hashes = lectern_entities::recovery_code::Entity::load(&house).await;
    let plain = secret.replace(' ', "");
    let raw = data_encoding::BASE32_NOPAD.decode(plain.as_bytes()).expect("base32");
    for text in [
        plain,
        data_encoding::HEXLOWER.encode(&raw),
        data_encoding::BASE64URL_NOPAD.encode(&raw),
    ] {
        assert!(!factor.contains(&text), "{factor}");
    }
    for code in &codes {
        assert!(
            !hashes.contains(code) && !hashes.contains(&lectern_domain::secrets::hash(code)),
            "{hashes}"
        );
    }
    house
        .act(async |tx| set_up::keep_codes(tx, lena).await)
        .await
        .expect("kept");
    let state = second_factor::mine(&house.portal, lena, SESSION).await.expect("shown");
    assert!(
        matches!(state, SecondFactor::On { codes_left: 10, .. }),
        "shown once: {state:?}"
    );
    house.close().await;
}

trait Load {
    async fn load(house: &House) -> String;
}

impl<E: sea_orm::EntityTrait> Load for E {
    async fn load(house: &House) -> String {
        let rows = E::find().all(house.portal.reader()).await.expect("rows");
        assert!(!rows.is_empty());
        format!("{rows:?}")
    }
}

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

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_resets_it_but_not_their_own_and_not_a_neighbors() {
    let house = House::open().await;
    let lena = house.learner(0);
    turned_on(&house, lena).await;
    let sol = lectern_domain::samples::neighbor(&house.portal)
        .await
        .expect("neighbors");
    for other in [&sol, house.mara(), lena] {
        let answer = house.act(async |tx| reset::reset(tx, other, lena.user).await).await;
        assert_eq!(refusal(answer), Refusal::NotFound);
        let answer = reset::has_one(house.portal.reader(), other, lena.user).await;
        assert_eq!(refusal(answer), Refusal::NotFound);
    }
    house
        .act(async |tx| reset::reset(tx, house.ada(), lena.user).await)
        .await
        .expect("reset");
    let again = house
        .act(async |tx| reset::reset(tx, house.ada(), lena.user).await)
        .await;
    assert_eq!(refusal(again), Refusal::SecondFactorOff);
    turned_on(&house, house.ada()).await;
    let own = house
        .act(async |tx| reset::reset(tx, house.ada(), house.ada().user).await)
        .await;
    assert_eq!(refusal(own), Refusal::OwnSecondFactor);
    let letters = house.post().await;
    let mut told = letters.iter().filter(|letter| letter.to == "lena@northwind.example");
    assert!(told.any(|letter| letter.subject == "Your second factor was reset"));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rule_asks_admins_who_have_none() {
    let house = House::open().await;
    let needs = async |actor: &Actor| {
        let person = sessions::person(&house.portal, actor.user, actor.role, "test").await;
        person.expect("read").expect("somebody").needs_second_factor
    };
    assert!(!needs(house.ada()).await, "off by default");
    for other in [house.mara(), house.learner(0)] {
        let answer = house.act(async |tx| rule::require(tx, other, true).await).await;
        assert_eq!(refusal(answer), Refusal::NotFound);
    }
    house
        .act(async |tx| rule::require(tx, house.ada(), true).await)
        .await
        .expect("asked for");
    assert!(needs(house.ada()).await);
    assert!(!needs(house.mara()).await);
    let sol = lectern_domain::samples::neighbor(&house.portal)
        .await
        .expect("neighbors");
    assert!(!needs(&sol).await, "the neighbor's rule is the neighbor's");
    let seen = rule::show(house.portal.reader(), house.ada()).await.expect("shown");
    assert_eq!((seen.required, seen.admins, seen.without.len()), (true, 1, 1));
    turned_on(&house, house.ada()).await;
    assert!(!needs(house.ada()).await);
    assert_eq!(house.ada().role, Role::Admin);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn turning_it_off_asks_for_the_password() {
    let house = House::open().await;
    let lena = house.learner(0);
    turned_on(&house, lena).await;
    assert_eq!(
        refusal(set_up::turn_off(&house.portal, lena, "guess").await),
        Refusal::WrongPassword
    );
    set_up::turn_off(&house.portal, lena, PASSWORD).await.expect("off");
    assert_eq!(
        refusal(set_up::turn_off(&house.portal, lena, PASSWORD).await),
        Refusal::SecondFactorOff
    );
    let step = sign_in::sign_in(&house.portal, "lena@northwind.example", PASSWORD, &"test".into()).await;
    assert!(matches!(step, Ok(Step::In(_))));
    let on = act_on(&house.portal, async |tx| set_up::keep_codes(tx, lena).await).await;
    assert_eq!(refusal(on), Refusal::SecondFactorOff);
    house.close().await;
}

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
