//! The second factor as people meet it, and the rule that admins must have one.

use chrono::TimeDelta;

use crate::support::{Answer, Browser, House, PASSWORD};

const ADA: (&str, &str) = ("Ada", "ada@northwind.example");
const PAGE: &str = "/account/second-factor";

/// Sets it up in this browser; answers the recovery codes. The code comes from the database's own row.
async fn set_up(house: &House, browser: &Browser) -> Vec<String> {
    let begin = browser.get(PAGE).await;
    browser
        .fill(&begin, "/do/begin-second-factor", &[("current", PASSWORD)])
        .await
        .leads_to(PAGE);
    let page = browser.get(PAGE).await;
    assert!(page.text().contains("class=\"qr\""), "{page}");
    let code = code(house, &secret_on(&page));
    browser
        .fill(&page, "/do/confirm-second-factor", &[("code", "000000")])
        .await
        .is(422)
        .says("This code is not right");
    browser
        .fill(&page, "/do/confirm-second-factor", &[("code", &code)])
        .await
        .leads_to(PAGE);
    let shown = browser.get(PAGE).await;
    let codes = codes_on(&shown);
    assert_eq!(codes.len(), 10, "{shown}");
    browser
        .fill(&shown, "/do/keep-recovery-codes", &[])
        .await
        .leads_to("/account");
    assert!(codes_on(&browser.get(PAGE).await).is_empty(), "shown once");
    codes
}

fn secret_on(page: &Answer) -> String {
    let text = page.text();
    let (_, rest) = text.split_once("<code class=\"secret\">").expect("a secret to type");
    rest.split('<').next().expect("its text").replace(' ', "")
}

fn codes_on(page: &Answer) -> Vec<String> {
    let text = page.text();
    let parts = text.split("<li><code>").skip(1);
    parts
        .filter_map(|part| part.split('<').next().map(str::to_owned))
        .collect()
}

fn code(house: &House, secret: &str) -> String {
    let secret = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).expect("base32");
    let totp = totp_rs::Builder::new()
        .with_algorithm(totp_rs::Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(30)
        .with_secret(secret)
        .build()
        .expect("a usual secret");
    let now = u64::try_from(house.portal.now().timestamp()).expect("after 1970");
    totp.generate(now).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_password_alone_gives_no_rights() {
    let house = House::open().await;
    let ada = house.sign_in(ADA).await;
    let codes = set_up(&house, &ada).await;
    let other = house.anonymous();
    let typed = [("email", ADA.1), ("password", PASSWORD), ("next", "/admin/users")];
    other
        .post("/do/sign-in", &typed)
        .await
        .leads_to("/sign-in/code?next=%2Fadmin%2Fusers");
    let half = other.cookie("lectern").expect("a session");
    assert_eq!(other.cookie("lectern_device"), None, "nothing is known yet");
    for page in ["/admin", "/account", PAGE, "/manager/courses", "/learner/courses"] {
        let answer = other.get(page).await;
        assert!(
            answer.is(303).header("location").starts_with("/sign-in?next="),
            "{answer}"
        );
    }
    let turn_off = [("current", PASSWORD)];
    let act = other.post("/do/turn-off-second-factor", &turn_off);
    house.unchanged("half a sign-in", act).await.is(303);
    let page = other.get("/sign-in/code?next=%2Fadmin%2Fusers").await;
    let wrong = other.fill(&page, "/do/sign-in-code", &[("code", "123123")]).await;
    wrong.is(422).hides("123123");
    other
        .fill(&page, "/do/sign-in-code", &[("code", &codes[0])])
        .await
        .leads_to("/admin/users");
    assert_ne!(other.cookie("lectern"), Some(half.clone()), "a new id");
    other.get("/admin/users").await.is(200);
    let thief = house.anonymous();
    thief.set_cookie("lectern", &half);
    assert!(!thief.is_signed_in().await);
    thief.get("/sign-in/code").await.is(303);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_sign_in_ends_after_ten_minutes() {
    let house = House::open().await;
    let ada = house.sign_in(ADA).await;
    let codes = set_up(&house, &ada).await;
    let other = house.anonymous();
    other
        .post("/do/sign-in", &[("email", ADA.1), ("password", PASSWORD)])
        .await
        .is(303);
    let page = other.get("/sign-in/code").await;
    house.clock.advance(TimeDelta::minutes(10));
    other.get("/sign-in/code").await.is(303);
    let late = other.fill(&page, "/do/sign-in-code", &[("code", &codes[0])]).await;
    assert!(late.is(303).header("location").starts_with("/sign-in?next="), "{late}");
    assert!(!other.is_signed_in().await);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_without_one_is_led_to_set_it_up() {
    let house = House::open().await;
    let ada = house.sign_in(ADA).await;
    let page = ada.get("/admin/security").await;
    ada.fill(&page, "/do/require-second-factor", &[("required", "yes")])
        .await
        .leads_to("/admin/security");
    for page in ["/admin", "/admin/users", "/admin/security", "/admin/outbox"] {
        ada.get(page).await.leads_to(PAGE);
    }
    let grant = [("amount", "5"), ("note", "x"), ("key", "k")];
    house
        .unchanged("an admin's act", ada.post("/do/grant-credits", &grant))
        .await
        .leads_to(PAGE);
    let json = [
        ("accept", "application/json"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let program = ada.send_with(http::Method::POST, "/do/grant-credits", &json, "amount=5&note=x&key=k");
    house.unchanged("a program's act", program).await.is(403);
    let upload = ada.post("/admin/courses/upload", &[]);
    house.unchanged("an upload", upload).await.leads_to(PAGE);
    ada.get(PAGE)
        .await
        .is(200)
        .says("Your organization asks admins for a second factor.");
    set_up(&house, &ada).await;
    ada.get("/admin").await.is(200);
    ada.post("/do/grant-credits", &grant).await.leads_to("/admin");
    let mara = house.sign_in(("Mara", "mara@northwind.example")).await;
    mara.get("/manager/courses").await.is(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_no_way_around_it() {
    let house = House::open().await;
    let mara = house.browser(house.mara()).await;
    let course = house.kitchen().to_string();
    let fields = [("course", course.as_str()), ("addresses", ADA.1), ("key", "around")];
    mara.post("/do/send-invitations", &fields).await.is(303);
    let token = house.link("invitation", ADA.1).await;
    let ada = house.sign_in(ADA).await;
    let codes = set_up(&house, &ada).await;
    let other = house.anonymous();
    let fields = [("token", token.as_str()), ("password", PASSWORD)];
    let answer = other.post("/do/accept-with-password", &fields).await;
    assert!(
        answer
            .is(303)
            .header("location")
            .starts_with("/sign-in/code?next=%2Finvitation%2F"),
        "{answer}"
    );
    assert!(!other.is_signed_in().await);
    let back = format!("/invitation/{token}");
    let typed = [("code", codes[0].as_str()), ("next", back.as_str())];
    other.post("/do/sign-in-code", &typed).await.leads_to(&back);
    other
        .post("/do/accept-invitation", &[("token", &token)])
        .await
        .leads_to("/learner/courses");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn new_recovery_codes_are_made_on_a_page_after_the_password() {
    let house = House::open().await;
    let ada = house.sign_in(ADA).await;
    let old = set_up(&house, &ada).await;
    let asked = ada.get("/account/second-factor/codes").await;
    asked.is(200).says("All old ones stop working");
    let wrong = ada.fill(&asked, "/do/renew-recovery-codes", &[("current", "not hers")]);
    wrong.await.is(422).says("This is not your current password.");
    ada.fill(&asked, "/do/renew-recovery-codes", &[("current", PASSWORD)])
        .await
        .leads_to(PAGE);
    let new = codes_on(&ada.get(PAGE).await);
    assert!(new.len() == 10 && new.iter().all(|code| !old.contains(code)), "{new:?}");
    let other = house.anonymous();
    other
        .post("/do/sign-in", &[("email", ADA.1), ("password", PASSWORD)])
        .await
        .is(303);
    other.post("/do/sign-in-code", &[("code", &old[0])]).await.is(422);
    other.post("/do/sign-in-code", &[("code", &new[9])]).await.is(303);
    assert!(
        codes_on(&other.get(PAGE).await).is_empty(),
        "shown in the other browser alone"
    );
    house.close().await;
}
