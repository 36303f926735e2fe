//! Forgotten passwords.

use chrono::TimeDelta;

use crate::support::{House, PASSWORD};

const TOM: &str = "tom@northwind.example";

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_link_works_once() {
    let house = House::open().await;
    let signed_in = house.sign_in(("Tom", TOM)).await;
    let tom = house.anonymous();
    house.clock.advance(TimeDelta::seconds(1));
    let page = tom.get("/forgot-password").await;
    tom.fill(&page, "/do/ask-password", &[("email", TOM)])
        .await
        .leads_to("/sign-in");
    let token = house.link("password", TOM).await;
    let path = format!("/password/{token}");
    let page = tom.get(&path).await;
    tom.get(&path).await.is(200);
    let typed = [("password", "a-longer-lantern"), ("repeat", "a-longer-lantern")];
    let differ = [("password", "a-longer-lantern"), ("repeat", "another")];
    assert_eq!(
        tom.fill(&page, "/do/choose-password", &differ)
            .await
            .is(422)
            .problem("repeat"),
        "The two passwords differ."
    );
    tom.fill(&page, "/do/choose-password", &typed)
        .await
        .leads_to("/sign-in");
    assert!(!signed_in.is_signed_in().await, "sessions end");
    tom.get(&path)
        .await
        .is(410)
        .says("This link was used already or its time is over.");
    let again = house
        .unchanged("a used link", tom.fill(&page, "/do/choose-password", &typed))
        .await;
    again.is(410);
    tom.post("/do/sign-in", &[("email", TOM), ("password", PASSWORD)])
        .await
        .is(401);
    tom.post("/do/sign-in", &[("email", TOM), ("password", "a-longer-lantern")])
        .await
        .is(303);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_link_ends_after_a_day() {
    let house = House::open().await;
    let tom = house.anonymous();
    house.clock.advance(TimeDelta::seconds(1));
    tom.post("/do/ask-password", &[("email", TOM)]).await.is(303);
    let token = house.link("password", TOM).await;
    house.clock.advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
    let page = tom.get(&format!("/password/{token}")).await;
    page.is(200);
    house.clock.advance(TimeDelta::seconds(1));
    tom.get(&format!("/password/{token}")).await.is(410);
    let typed = [("password", "a-longer-lantern"), ("repeat", "a-longer-lantern")];
    tom.fill(&page, "/do/choose-password", &typed).await.is(410);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_tells_nobody_who_is_here() {
    let house = House::open().await;
    let mut answers = Vec::new();
    for email in [TOM, "stranger@elsewhere.example"] {
        let browser = house.anonymous();
        let answer = browser.post("/do/ask-password", &[("email", email)]).await;
        answer.leads_to("/sign-in");
        let page = browser.get("/sign-in").await;
        page.says("If this address has an account here, a letter with a link is on its way.");
        answers.push((answer.neutral(&[]), page.neutral(&[])));
    }
    assert_eq!(answers[0], answers[1]);
    let letters = house
        .texts("select recipient from letter where kind = 'password_reset'")
        .await;
    assert_eq!(letters, [TOM]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_is_not_flooded() {
    let house = House::open().await;
    for ask in 1..=8 {
        let browser = house.anonymous().from([198, 51, 100, ask]);
        browser.post("/do/ask-password", &[("email", TOM)]).await.is(303);
    }
    house
        .anonymous()
        .post("/do/ask-password", &[("email", TOM)])
        .await
        .is(429);
    house
        .anonymous()
        .post("/do/ask-password", &[("email", "mara@northwind.example")])
        .await
        .is(303);
    house.close().await;
}
