//! What people change about themselves.

use chrono::TimeDelta;

use crate::support::{House, PASSWORD};

const TOM: (&str, &str) = ("Tom", "tom@northwind.example");

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_the_other_sessions() {
    let house = House::open().await;
    let (here, there) = (house.sign_in(TOM).await, house.sign_in(TOM).await);
    let page = here.get("/account").await;
    let typed = [
        ("current", "not-it-at-all"),
        ("password", "a-longer-lantern"),
        ("repeat", "a-longer-lantern"),
    ];
    let refused = here.fill(&page, "/do/change-password", &typed).await;
    assert_eq!(
        refused.is(422).problem("password-current"),
        "This is not your current password."
    );
    assert!(there.is_signed_in().await);
    let typed = [
        ("current", PASSWORD),
        ("password", "a-longer-lantern"),
        ("repeat", "a-longer-lantern"),
    ];
    here.fill(&page, "/do/change-password", &typed)
        .await
        .leads_to("/account");
    here.get("/account")
        .await
        .says("Your password was changed; your other sessions were ended.");
    assert!(!there.is_signed_in().await);
    let old = [("email", TOM.1), ("password", PASSWORD)];
    there.post("/do/sign-in", &old).await.is(401);
    let new = [("email", TOM.1), ("password", "a-longer-lantern")];
    there.post("/do/sign-in", &new).await.is(303);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn weak_passwords_are_refused_beside_the_field() {
    let house = House::open().await;
    let tom = house.sign_in(TOM).await;
    let page = tom.get("/account").await;
    for (password, sentence) in [
        ("short", "Use at least 8 characters."),
        ("password1", "This password is easy to guess. Choose another."),
        (TOM.1, "This password is easy to guess. Choose another."),
    ] {
        let typed = [("current", PASSWORD), ("password", password), ("repeat", password)];
        let answer = tom.fill(&page, "/do/change-password", &typed).await;
        assert_eq!(answer.is(422).problem("password-password"), sentence);
    }
    let long = "Ünder the orchard, a lantern; ".repeat(4);
    let typed = [
        ("current", PASSWORD),
        ("password", long.as_str()),
        ("repeat", long.as_str()),
    ];
    tom.fill(&page, "/do/change-password", &typed).await.is(303);
    let cut = long[..long.len() - 1].to_owned();
    let browser = house.anonymous();
    browser
        .post("/do/sign-in", &[("email", TOM.1), ("password", &cut)])
        .await
        .is(401);
    browser
        .post("/do/sign-in", &[("email", TOM.1), ("password", &long)])
        .await
        .is(303);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_the_current_password_is_slowed_down() {
    let house = House::open().await;
    let tom = house.sign_in(TOM).await;
    for _ in 0..8 {
        let typed = [("current", "guess"), ("email", "new@northwind.example")];
        tom.post("/do/change-email", &typed).await.is(422);
    }
    let typed = [("current", PASSWORD), ("email", "new@northwind.example")];
    tom.post("/do/change-email", &typed).await.is(429);
    house.clock.advance(TimeDelta::minutes(11));
    tom.post("/do/change-email", &typed).await.leads_to("/account");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_and_ended() {
    let house = House::open().await;
    let (here, there, elsewhere) = (
        house.sign_in(TOM).await,
        house.sign_in(TOM).await,
        house.sign_in(TOM).await,
    );
    let mara = house.sign_in(("Mara", "mara@northwind.example")).await;
    let page = here.get("/account").await;
    page.says("This session");
    let session = page.hidden("/do/end-session");
    let (_, session) = session
        .iter()
        .find(|(name, _)| name == "session")
        .expect("another session");
    let theirs = [("session", session.as_str())];
    let end = mara.post("/do/end-session", &theirs);
    house.unchanged("ending somebody else's session", end).await;
    here.fill(&page, "/do/end-session", &[]).await.leads_to("/account");
    let left = [there.is_signed_in().await, elsewhere.is_signed_in().await];
    assert_eq!(left.iter().filter(|alive| **alive).count(), 1, "one was ended");
    here.post("/do/end-other-sessions", &[]).await.leads_to("/account");
    assert!(here.is_signed_in().await && mara.is_signed_in().await);
    assert!(!there.is_signed_in().await && !elsewhere.is_signed_in().await);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_address_is_proved_by_its_link_once() {
    let house = House::open().await;
    let tom = house.sign_in(TOM).await;
    let typed = [("current", PASSWORD), ("email", "tom.berg@northwind.example")];
    tom.post("/do/change-email", &typed).await.leads_to("/account");
    let token = house.link("email", "tom.berg@northwind.example").await;
    let page = tom.get(&format!("/email/{token}")).await;
    page.is(200).says("tom.berg@northwind.example");
    let old = [("email", TOM.1), ("password", PASSWORD)];
    house.anonymous().post("/do/sign-in", &old).await.is(303);
    tom.fill(&page, "/do/use-address", &[]).await.leads_to("/account");
    tom.fill(&page, "/do/use-address", &[]).await.is(410);
    tom.get(&format!("/email/{token}")).await.is(410);
    house.anonymous().post("/do/sign-in", &old).await.is(401);
    house.close().await;
}
