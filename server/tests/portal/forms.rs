//! Forms: what is refused comes back with the reason and what was typed; what is done is done once.

use crate::support::{House, PASSWORD};

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_form_comes_back_with_its_problem_and_what_was_typed() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let page = ada.get("/admin/users/new").await;
    let typed = [("name", " "), ("email", "<b>Jo</b>&\"@x"), ("roles[]", "manager")];
    let post = ada.fill(&page, "/do/create-user", &typed);
    let answer = house.unchanged("a refused form", post).await;
    answer.is(422);
    assert_eq!(answer.problem("name"), "Please give a name.");
    assert_eq!(answer.value("email"), "<b>Jo</b>&\"@x");
    answer.says("Not done: ").hides("<b>Jo</b>&\"@x<");
    assert!(!answer.text().contains("<b>Jo"), "{answer}");
    assert!(answer.text().contains("value=\"manager\" checked"), "{answer}");
    assert_eq!(
        answer.hidden("/do/create-user"),
        page.hidden("/do/create-user"),
        "the same key again"
    );

    let mended = [
        ("name", "Jo Ash"),
        ("email", "jo@northwind.example"),
        ("roles[]", "manager"),
    ];
    let answer = ada.fill(&answer, "/do/create-user", &mended).await;
    answer.is(303);
    let next = ada.get(answer.header("location")).await;
    next.is(200).says("The user was created.");
    ada.get(answer.header("location")).await.hides("The user was created.");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_has_its_status_and_place() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let course = house.forklift().to_string();
    let assign = format!("/admin/courses/{course}/managers/{}/assign", house.mara().user);
    for (page, action, typed, status, field, sentence) in [
        (
            "/admin/credits/grant",
            "/do/grant-credits",
            ("amount", "0"),
            422,
            "amount",
            "Give a whole number from 1 to 1,000,000.",
        ),
        (
            "/admin/credits/grant",
            "/do/grant-credits",
            ("amount", "five"),
            422,
            "amount",
            "Give a whole number from 1 to 1,000,000.",
        ),
        (
            "/admin/users/new",
            "/do/create-user",
            ("name", "Jo"),
            422,
            "email",
            "Please give an e-mail address.",
        ),
        (
            assign.as_str(),
            "/do/assign-credits",
            ("amount", "900"),
            409,
            "amount",
            "900 credits are needed and 4 are free. Nothing was changed.",
        ),
    ] {
        let form = ada.get(page).await;
        form.is(200);
        let answer = house.unchanged(action, ada.fill(&form, action, &[typed])).await;
        answer.is(status).says(sentence);
        let beside = answer.text().contains(&format!("{field}-problem\""));
        assert!(beside, "not beside {field}: {answer}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_never_come_back() {
    let house = House::open().await;
    let tom = house.sign_in(("Tom", "tom@northwind.example")).await;
    let page = tom.get("/account").await;
    let typed = [
        ("current", PASSWORD),
        ("password", "first-new-secret"),
        ("repeat", "other-new-secret"),
    ];
    let answer = tom.fill(&page, "/do/change-password", &typed).await;
    answer
        .is(422)
        .hides(PASSWORD)
        .hides("first-new-secret")
        .hides("other-new-secret");
    assert_eq!(answer.problem("password-repeat"), "The two passwords differ.");
    let stranger = house.anonymous();
    let page = stranger.get("/sign-in").await;
    let typed = [("email", "tom@northwind.example"), ("password", "a-wrong-secret")];
    let answer = stranger.fill(&page, "/do/sign-in", &typed).await;
    answer
        .is(401)
        .hides("a-wrong-secret")
        .says("This address and password do not belong together.");
    assert_eq!(answer.value("email"), "tom@northwind.example");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_does_it_once() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let grant = |amount: &'static str| [("amount", amount), ("note", "Once"), ("key", "one-key")];
    let first = ada.post("/do/grant-credits", &grant("7")).await;
    first.leads_to("/admin");
    ada.get("/admin").await.says("7 credits added to the pool.");
    let again = house
        .unchanged("the same again", ada.post("/do/grant-credits", &grant("7")))
        .await;
    again.leads_to("/admin");
    ada.get("/admin").await.says("7 credits added to the pool.");
    let other = house
        .unchanged("another amount", ada.post("/do/grant-credits", &grant("8")))
        .await;
    other
        .is(409)
        .says("This form was already used for something else. Load the page again.");

    let course = house.forklift().to_string();
    let mara = house.browser(house.mara()).await;
    let send = |addresses: &'static str, key: &'static str| {
        [
            ("course", course.clone()),
            ("addresses", addresses.to_owned()),
            ("key", key.to_owned()),
        ]
    };
    for addresses in ["one@contoso.example", "one@contoso.example"] {
        let fields = send(addresses, "send-key");
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        mara.post("/do/send-invitations", &fields)
            .await
            .leads_to(&format!("/manager/courses/{course}"));
        mara.get("/manager/courses")
            .await
            .says("1 invitation sent; 1 credit is held for it.");
    }
    let letters = house
        .texts("select recipient from letter where recipient = 'one@contoso.example'")
        .await;
    assert_eq!(letters.len(), 1, "one letter for one act");
    let fields = send("two@contoso.example", "send-key");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    house
        .unchanged("another address", mara.post("/do/send-invitations", &fields))
        .await
        .is(409);
    let without: Vec<(&str, &str)> = fields.into_iter().filter(|(name, _)| *name != "key").collect();
    house
        .unchanged("no key", mara.post("/do/send-invitations", &without))
        .await
        .is(400);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn redirects_stay_on_the_site() {
    let house = House::open().await;
    for next in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/x\r\nset-cookie: a=b",
        "evil.example",
    ] {
        let browser = house.anonymous();
        let fields = [
            ("email", "mara@northwind.example"),
            ("password", PASSWORD),
            ("next", next),
        ];
        browser.post("/do/sign-in", &fields).await.leads_to("/");
        let back = format!("/sign-in?{}", crate::support::browser::form(&[("next", next)]));
        browser.get(&back).await.leads_to("/");
        browser
            .post("/do/switch-role", &[("role", "learner"), ("next", next)])
            .await
            .leads_to("/");
        browser.post("/do/sign-out", &[("next", next)]).await.leads_to("/");
    }
    let browser = house.sign_in(("Mara", "mara@northwind.example")).await;
    let next = [("role", "learner"), ("next", "/learner/courses?q=a%20b")];
    browser
        .post("/do/switch-role", &next)
        .await
        .leads_to("/learner/courses?q=a%20b");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_notice_says_nothing_new() {
    let house = House::open().await;
    for forged in [
        "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "%22%3Cb%3EPay%20here%22",
        "%7B%22Granted%22%3A%22%3Cb%3E%22%7D",
        "%ff%fe",
        "",
    ] {
        let ada = house.browser(house.ada()).await;
        ada.set_cookie("lectern_notice", forged);
        let answer = ada.get("/admin").await;
        answer
            .is(200)
            .hides("alert(1)")
            .hides("Pay here")
            .hides("class=\"flash\"");
        assert_eq!(ada.cookie("lectern_notice"), None, "it is taken away");
    }
    let ada = house.browser(house.ada()).await;
    ada.set_cookie("lectern_notice", "%22UserDeleted%22");
    ada.get("/admin").await.is(200).says("The user was deleted");
    ada.get("/admin").await.is(200).hides("The user was deleted");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_that_are_not_offered_are_not_taken() {
    let house = House::open().await;
    let sol = house.people().sol.organization.to_string();
    let ada = house.browser(house.ada()).await;
    let fields = [
        ("name", "Jo Ash"),
        ("email", "jo@northwind.example"),
        ("roles[]", "learner"),
        ("key", "assign"),
        ("organization", sol.as_str()),
        ("organization_id", sol.as_str()),
        ("state", "deleted"),
        ("password", "chosen-by-the-admin"),
        ("password_hash", "x"),
    ];
    ada.post("/do/create-user", &fields).await.is(303);
    let made =
        house.texts("select state || coalesce(password_hash, '-') from users where email = 'jo@northwind.example'");
    assert_eq!(made.await, ["active-"]);
    ada.get("/admin/users?q=jo@northwind").await.says("Jo Ash");
    let neighbor = house.browser(&house.people().sol).await;
    neighbor.get("/admin/users?q=jo@northwind").await.hides("Jo Ash");
    let lena = house.browser(house.learner(0)).await;
    let fields = [("role", "admin"), ("roles[]", "admin")];
    lena.post("/do/switch-role", &fields).await.is(404);
    lena.get("/admin").await.is(404);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_write_is_text() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let evil = "\"></title></textarea><img src=x onerror=alert(1)>";
    let course = house.forklift().to_string();
    let fields = [("course", course.as_str()), ("title", evil), ("description", evil)];
    ada.post("/do/edit-course", &fields).await.is(303);
    let course = format!("/admin/courses/{course}");
    let search = crate::support::browser::form(&[("q", evil)]);
    for path in ["/admin", "/admin/courses", &course, "/admin/users"] {
        let answer = ada.get(&format!("{path}?{search}")).await;
        answer.is(200).says("onerror");
        let raw = answer.text();
        let around = raw.find(evil).map(|at| &raw[at.saturating_sub(200)..at + evil.len()]);
        assert_eq!(around, None, "{path}");
    }
    let typed = [("name", evil), ("email", evil), ("roles[]", evil)];
    let page = ada.get("/admin/users/new").await;
    let answer = ada.fill(&page, "/do/create-user", &typed).await;
    assert!(!answer.text().contains(evil), "{answer}");
    house.close().await;
}
