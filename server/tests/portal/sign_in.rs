//! Signing in and out, and how long it lasts.

use chrono::TimeDelta;
use lectern_domain::secrets;

use crate::support::{House, PASSWORD};

const TOM: (&str, &str) = ("Tom", "tom@northwind.example");
const MARA: (&str, &str) = ("Mara", "mara@northwind.example");

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_new_at_every_change_of_power() {
    let house = House::open().await;
    let mara = house.anonymous();
    mara.set_cookie("lectern", "AAAAAAAAAAAAAAAAAAAAAA");
    let fields = [("email", MARA.1), ("password", PASSWORD)];
    let answer = mara.post("/do/sign-in", &fields).await;
    answer.leads_to("/manager/courses");
    for cookie in [answer.cookie("lectern"), answer.cookie("lectern_device")] {
        for word in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(word), "{cookie}");
        }
    }
    let mut seen = vec![
        "AAAAAAAAAAAAAAAAAAAAAA".to_owned(),
        mara.cookie("lectern").expect("a session"),
    ];
    mara.post("/do/switch-role", &[("role", "learner")])
        .await
        .leads_to("/learner/courses");
    seen.push(mara.cookie("lectern").expect("a session"));
    let fields = [
        ("current", PASSWORD),
        ("password", "a-longer-lantern"),
        ("repeat", "a-longer-lantern"),
    ];
    mara.post("/do/change-password", &fields).await.leads_to("/account");
    seen.push(mara.cookie("lectern").expect("a session"));
    mara.post("/do/sign-in", &[("email", MARA.1), ("password", "a-longer-lantern")])
        .await
        .is(303);
    let now = mara.cookie("lectern").expect("a session");
    for old in &seen {
        assert_ne!(*old, now);
        let thief = house.anonymous();
        thief.set_cookie("lectern", old);
        assert!(!thief.is_signed_in().await, "an earlier cookie still opens: {seen:?}");
    }
    assert!(mara.is_signed_in().await);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_it_on_the_server() {
    let house = House::open().await;
    let tom = house.sign_in(TOM).await;
    let cookie = tom.cookie("lectern").expect("a session");
    tom.post("/do/sign-out", &[]).await.leads_to("/sign-in");
    assert_eq!(tom.cookie("lectern"), None);
    tom.get("/sign-in").await.says("You are signed out.");
    tom.set_cookie("lectern", &cookie);
    assert!(!tom.is_signed_in().await, "the cookie was kept and used again");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_hash_of_a_session_is_kept() {
    let house = House::open().await;
    let tom = house.sign_in(TOM).await;
    let cookie = tom.cookie("lectern").expect("a session");
    let hashes = house.texts("select token_hash from session").await;
    assert_eq!(hashes, [secrets::hash(&cookie)]);
    for (table, rows) in house.dump().await {
        assert!(!rows.contains(&cookie), "{table} holds a session's token");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn suspension_is_felt_at_once() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let (tom, other) = (house.sign_in(TOM).await, house.sign_in(TOM).await);
    let user = house.learner(3).user.to_string();
    ada.post("/do/suspend-user", &[("user", &user)]).await.is(303);
    assert!(!tom.is_signed_in().await && !other.is_signed_in().await);
    tom.post("/do/switch-role", &[("role", "learner")])
        .await
        .is(303)
        .says("");
    tom.post("/do/sign-in", &[("email", TOM.1), ("password", PASSWORD)])
        .await
        .is(401);
    ada.post("/do/restore-user", &[("user", &user)]).await.is(303);
    assert!(!other.is_signed_in().await, "sessions do not come back");
    tom.post("/do/sign-in", &[("email", TOM.1), ("password", PASSWORD)])
        .await
        .is(303);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_was_taken_is_gone_at_once() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let mara = house.sign_in(MARA).await;
    mara.get("/manager/courses").await.is(200);
    let user = house.mara().user.to_string();
    let fields = [
        ("user", user.as_str()),
        ("name", "Mara Lind"),
        ("email", MARA.1),
        ("roles[]", "learner"),
        ("sure", "yes"),
    ];
    ada.post("/do/edit-user", &fields).await.is(303);
    let answer = mara.get("/manager/courses").await;
    assert!(matches!(answer.status, 303 | 404), "{answer}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_session_ends_after_twelve_hours() {
    let house = House::open().await;
    let tom = house.sign_in(TOM).await;
    house.clock.advance(TimeDelta::hours(11) + TimeDelta::minutes(54));
    assert!(tom.is_signed_in().await);
    house.clock.advance(TimeDelta::hours(11) + TimeDelta::minutes(54));
    assert!(tom.is_signed_in().await, "using it keeps it");
    house.clock.advance(TimeDelta::hours(12));
    assert!(!tom.is_signed_in().await);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_after_fourteen_days_however_busy() {
    let house = House::open().await;
    let mara = house.sign_in(MARA).await;
    for half_day in 0..28 {
        assert!(mara.is_signed_in().await, "after {half_day} half days");
        let role = if half_day % 2 == 0 { "learner" } else { "manager" };
        mara.post("/do/switch-role", &[("role", role)]).await.is(303);
        house.clock.advance(TimeDelta::hours(12) - TimeDelta::seconds(1));
    }
    assert!(mara.is_signed_in().await);
    house.clock.advance(TimeDelta::seconds(28));
    assert!(!mara.is_signed_in().await, "a change of role must not make it last");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_down_and_nobody_is_locked_out() {
    let house = House::open().await;
    let wrong = [("email", TOM.1), ("password", "a-wrong-guess")];
    let right = [("email", TOM.1), ("password", PASSWORD)];
    let known = house.sign_in(TOM).await;
    known.post("/do/sign-out", &[]).await.is(303);
    for source in 1..=10 {
        let thief = house.anonymous().from([198, 51, 100, source]);
        for _ in 0..6 {
            thief.post("/do/sign-in", &wrong).await.is(401);
        }
    }
    let stranger = house.anonymous();
    let answer = stranger.post("/do/sign-in", &right).await;
    answer
        .is(429)
        .says("Too many tries. Wait a few minutes, then try again.");
    let cased = [("email", "TOM@northwind.example"), ("password", PASSWORD)];
    stranger.post("/do/sign-in", &cased).await.is(429);
    known.post("/do/sign-in", &right).await.is(303);
    house.sign_in(MARA).await;
    house.clock.advance(TimeDelta::minutes(10) + TimeDelta::seconds(1));
    stranger.post("/do/sign-in", &right).await.is(303);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_source_cannot_try_one_password_on_everybody() {
    let house = House::open().await;
    let thief = house.anonymous();
    for person in 0..40 {
        let email = format!("person{person}@northwind.example");
        thief
            .post("/do/sign-in", &[("email", &email), ("password", "Summer2026")])
            .await
            .is(401);
    }
    thief
        .post("/do/sign-in", &[("email", "last@northwind.example"), ("password", "x")])
        .await
        .is(429);
    let elsewhere = house.anonymous().from([203, 0, 113, 7]);
    elsewhere
        .post("/do/sign-in", &[("email", TOM.1), ("password", PASSWORD)])
        .await
        .is(303);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn known_and_unknown_addresses_look_the_same() {
    let house = House::open().await;
    let mut answers = Vec::new();
    for email in [TOM.1, "stranger@elsewhere.example"] {
        let browser = house.anonymous();
        let page = browser.get("/sign-in").await;
        let typed = [("email", email), ("password", "a-wrong-guess")];
        let answer = browser.fill(&page, "/do/sign-in", &typed).await;
        answer.is(401);
        answers.push(answer.neutral(&[email.to_owned()]));
    }
    assert_eq!(answers[0], answers[1]);
    house.close().await;
}
