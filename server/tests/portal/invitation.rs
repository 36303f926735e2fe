//! Invitations from the side of those who are invited.

use chrono::TimeDelta;

use crate::support::{House, PASSWORD};

const KAI: &str = "kai@contoso.example";

async fn available(house: &House) -> i64 {
    let held = house
        .texts("select cast(balance as text) from account where kind = 'held'")
        .await;
    held.iter()
        .map(|balance| balance.parse::<i64>().expect("a number"))
        .sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_new_accepts_and_is_there() {
    let house = House::open().await;
    let token = house.link("invitation", KAI).await;
    let path = format!("/invitation/{token}");
    let kai = house.anonymous();
    let held = available(&house).await;
    let page = house.unchanged("opening a link", kai.get(&path)).await;
    page.is(200)
        .says("Mara Lind")
        .says("Forklift Basics")
        .says("Please finish this before your first shift.");
    let differ = [
        ("name", "Kai Moss"),
        ("password", "a-longer-lantern"),
        ("repeat", "another"),
    ];
    let refused = house
        .unchanged("a refused acceptance", kai.fill(&page, "/do/accept-as-new", &differ))
        .await;
    assert_eq!(refused.is(422).problem("repeat"), "The two passwords differ.");
    assert_eq!(refused.value("name"), "Kai Moss");
    let right = [
        ("name", "Kai Moss"),
        ("password", "a-longer-lantern"),
        ("repeat", "a-longer-lantern"),
    ];
    kai.fill(&refused, "/do/accept-as-new", &right)
        .await
        .leads_to("/learner/courses");
    kai.get("/learner/courses")
        .await
        .says("Welcome. You are enrolled.")
        .says("Forklift Basics")
        .says("Launch");
    assert_eq!(available(&house).await, held - 1, "the held credit is consumed");

    let other = house.anonymous();
    let used = other.get(&path).await;
    used.is(410)
        .says("This invitation was accepted.")
        .hides("Kai")
        .hides(KAI)
        .hides("Forklift")
        .hides("Mara");
    house
        .unchanged("a used link", other.fill(&page, "/do/accept-as-new", &right))
        .await
        .is(409);
    house
        .unchanged(
            "declining it",
            other.post("/do/decline-invitation", &[("token", &token)]),
        )
        .await
        .is(409);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_an_account_accepts_with_it_and_with_no_other() {
    let house = House::open().await;
    let mara = house.browser(house.mara()).await;
    let course = house.forklift().to_string();
    let fields = [
        ("course", course.as_str()),
        ("addresses", "Tom@northwind.example"),
        ("key", "tom"),
    ];
    mara.post("/do/send-invitations", &fields).await.is(303);
    let tom_address = "Tom@northwind.example";
    let token = house.link("invitation", tom_address).await;
    let path = format!("/invitation/{token}");

    let omar = house.browser(house.learner(1)).await;
    let page = omar.get(&path).await;
    page.is(200).says("cannot be accepted with another account");
    let bound = house
        .unchanged(
            "another account",
            omar.post("/do/accept-invitation", &[("token", &token)]),
        )
        .await;
    bound
        .is(409)
        .says("This invitation was sent to another address than the one you are signed in with.");

    let stranger = house.anonymous();
    let page = stranger.get(&path).await;
    page.is(200).says("This address has an account here");
    let new = [
        ("token", token.as_str()),
        ("name", "X"),
        ("password", "a-longer-lantern"),
        ("repeat", "a-longer-lantern"),
    ];
    house
        .unchanged("a second account", stranger.post("/do/accept-as-new", &new))
        .await
        .is(409);
    stranger
        .fill(&page, "/do/accept-with-password", &[("password", "a-wrong-guess")])
        .await
        .is(401);
    stranger
        .fill(&page, "/do/accept-with-password", &[("password", PASSWORD)])
        .await
        .leads_to("/learner/courses");
    stranger.get("/learner/courses").await.says("Forklift Basics");
    // The browser is known from now on: who guesses at the account from the same network keeps it not out.
    assert!(
        stranger.cookie("lectern_device").is_some(),
        "a note, as after an ordinary sign-in"
    );
    let guesser = house.anonymous();
    let guess = [("email", "tom@northwind.example"), ("password", "a-wrong-guess")];
    while guesser.post("/do/sign-in", &guess).await.status != 429 {}
    let right = [("email", "tom@northwind.example"), ("password", PASSWORD)];
    guesser.post("/do/sign-in", &right).await.is(429);
    stranger.post("/do/sign-in", &right).await.is(303);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_says_which_end_it_came_to_and_nothing_else() {
    let house = House::open().await;
    let mara = house.browser(house.mara()).await;
    let course = house.forklift().to_string();
    let log = mara.get(&format!("/manager/courses/{course}")).await;
    let newest = log.hidden("/do/re-invite");
    let (_, id) = newest
        .iter()
        .find(|(name, _)| name == "invitation")
        .expect("an invitation")
        .clone();
    let ruth = "ruth@contoso.example";
    let to = house
        .texts("select email from invitation order by id desc limit 1")
        .await;
    let to = if to == [KAI] { KAI } else { ruth };
    let first = house.link("invitation", to).await;
    let stranger = house.anonymous();
    let ends = async |token: &str, status: u16, words: &str| {
        let answer = stranger.get(&format!("/invitation/{token}")).await;
        answer
            .is(status)
            .says(words)
            .hides("Forklift")
            .hides("Mara")
            .hides("contoso");
        let decline = stranger.get(&format!("/invitation/{token}/decline")).await;
        decline.is(status).says(words).hides("Forklift");
        let fields = [
            ("token", token),
            ("name", "X"),
            ("password", "a-longer-lantern"),
            ("repeat", "a-longer-lantern"),
        ];
        let late = house
            .unchanged(words, stranger.post("/do/accept-as-new", &fields))
            .await;
        assert!(matches!(late.status, 404 | 409 | 410), "{late}");
    };
    house.clock.advance(TimeDelta::minutes(15));
    let page = format!("/manager/courses/{course}");
    let fields = [("invitation", id.as_str()), ("key", "again"), ("page", page.as_str())];
    mara.post("/do/re-invite", &fields).await.leads_to(&page);
    ends(&first, 410, "A newer letter replaced this link.").await;
    house.clock.advance(TimeDelta::minutes(15));
    let second = house.link("invitation", to).await;
    assert_ne!(first, second);
    mara.post("/do/cancel-invitation", &[("invitation", &id), ("course", &course)])
        .await
        .is(303);
    ends(&second, 410, "This invitation was canceled.").await;
    ends(
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        404,
        "This link leads to no invitation.",
    )
    .await;

    mara.post(
        "/do/re-invite",
        &[("invitation", &id), ("key", "third"), ("page", &page)],
    )
    .await
    .is(303);
    let third = house.link("invitation", to).await;
    house.clock.advance(TimeDelta::days(60));
    ends(&third, 410, "The time of this invitation is over.").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn declining_gives_the_credit_back() {
    let house = House::open().await;
    let token = house.link("invitation", KAI).await;
    let held = available(&house).await;
    let stranger = house.anonymous();
    let page = stranger.get(&format!("/invitation/{token}/decline")).await;
    page.is(200).says("Forklift Basics");
    stranger
        .fill(&page, "/do/decline-invitation", &[])
        .await
        .leads_to(&format!("/invitation/{token}"));
    stranger
        .get(&format!("/invitation/{token}"))
        .await
        .is(410)
        .says("This invitation was declined.");
    assert_eq!(available(&house).await, held - 1);
    house.close().await;
}
