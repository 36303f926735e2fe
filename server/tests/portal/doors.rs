//! What every request meets first: hosts, origins, limits, headers.

use axum::{body::Body, http::Method};
use lectern_server::config::Config;
use tower::ServiceExt as _;

use crate::support::{Answer, House, browser::form, upload::demo};

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test(flavor = "multi_thread")]
async fn foreign_pages_change_nothing() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let body = form(&[("amount", "5"), ("note", "x"), ("key", "foreign")]);
    let foreign: [&[(&str, &str)]; 5] = [
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("origin", &house.config.content_url)],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
    ];
    for headers in foreign {
        for path in ["/do/grant-credits", "/admin/courses/upload"] {
            let mut all = vec![("content-type", FORM)];
            all.extend(headers);
            let post = ada.send_with(Method::POST, path, &all, &body);
            let answer = house.unchanged(path, post).await;
            answer
                .is(403)
                .says("This request came from another site and was not carried out.");
        }
    }
    let own = [("content-type", FORM)];
    ada.send_with(Method::POST, "/do/grant-credits", &own, &body)
        .await
        .leads_to("/admin");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_are_limited() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let fields = |length: usize| format!("course=x&note={}", "a".repeat(length));
    let text = fields(1 << 20);
    let large = ada.post_text("/do/grant-credits", &text, FORM);
    let answer = house.unchanged("a large form", large).await;
    answer.is(413).says("This is more than the form takes.");
    let answer = ada.post_text("/do/grant-credits", &fields(100_000), FORM).await;
    assert_ne!(answer.status, 413, "{answer}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_that_are_none_are_not_understood() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    for (text, kind) in [
        ("course=no-id", FORM),
        ("%%%=%ff&&&==", FORM),
        ("{}", "application/json"),
        ("", "multipart/form-data"),
    ] {
        let answer = house
            .unchanged(text, ada.post_text("/do/publish-course", text, kind))
            .await;
        assert!(matches!(answer.status, 400 | 415 | 422), "{text} as {kind}: {answer}");
    }
    ada.post("/do/no-such-act", &[]).await.is(400);
    ada.get("/do/grant-credits").await.leads_to("/");
    house.anonymous().get("/do/no-such-act").await.leads_to("/");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_origin_answers_for_itself_alone() {
    let house = House::open().await;
    let elsewhere = |host: &str| {
        let mut browser = house.anonymous();
        browser.origin = format!("http://{host}");
        browser
    };
    for host in ["evil.example", "learn.northwind.example:81", "northwind.example", ""] {
        let answer = elsewhere(host).get("/sign-in").await;
        answer.is(421).says("This portal is at http://learn.northwind.example.");
        for path in ["/api/v1", "/api/v1/users"] {
            let answer = elsewhere(host).get(path).await;
            assert_eq!(answer.is(421).header("content-type"), "application/problem+json");
            let problem = answer.json();
            assert_eq!(problem["type"], "urn:lectern:problem:wrong-host");
            assert_eq!(problem["status"], 421);
        }
        let page = elsewhere(host).get("/api/v10").await;
        assert!(page.is(421).header("content-type").starts_with("text/plain"), "{page}");
        elsewhere(host).get("/healthz").await.is(200).says("alive");
    }
    for host in ["LEARN.northwind.example", "learn.northwind.example:80"] {
        elsewhere(host).get("/sign-in").await.is(200);
    }
    let session = house.browser(house.ada()).await;
    let cookie = session.cookie("lectern").expect("a session");
    let content = house.content();
    content.set_cookie("lectern", &cookie);
    for path in [
        "/",
        "/sign-in",
        "/admin",
        "/account",
        "/do/sign-in",
        "/assets/none/nothing.css",
    ] {
        content.get(path).await.is(404).hides("Lectern");
    }
    assert!(matches!(content.post("/do/sign-in", &[]).await.status, 404 | 405));
    let script = lectern_server::assets::url("player.js");
    let built_with_a_site = lectern_server::assets::find("player.js").is_some();
    assert_eq!(content.get(&script).await.status == 200, built_with_a_site);
    for path in ["/p/token/", "/p/token/c/index.html", "/p/token/~lectern/commit"] {
        let answer = session.get(path).await;
        answer.is(404).says("There is nothing here");
        assert!(!answer.headers.contains_key("clear-site-data"));
    }
    assert!(session.post("/p/token/~lectern/commit", &[]).await.status >= 400);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_that_goes_without_saying_is_the_same_address() {
    let variables = [
        ("LECTERN_BASE_URL", "https://LEARN.northwind.example:443"),
        ("LECTERN_CONTENT_URL", "https://content.northwind.example:443/"),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let read = Config::read(None, variables.into_iter()).expect("good settings");
    let house = House::open_with(|config| {
        config.base_url = read.base_url;
        config.content_url = read.content_url;
    })
    .await;
    assert_eq!(house.config.base_url, "https://learn.northwind.example");
    let fields = [
        ("email", "ada@northwind.example"),
        ("password", crate::support::PASSWORD),
    ];
    for host in ["learn.northwind.example", "learn.northwind.example:443"] {
        let mut browser = house.anonymous();
        browser.origin = format!("https://{host}");
        browser.get("/sign-in").await.is(200);
        // What the browser says of itself has no such port.
        let headers = [("origin", "https://learn.northwind.example"), ("content-type", FORM)];
        let answer = browser
            .send_with(Method::POST, "/do/sign-in", &headers, &form(&fields))
            .await;
        answer.leads_to("/admin");
    }
    let content = house.content().get("/sign-in").await;
    content.is(404).hides("Lectern");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_is_a_page_without_its_body() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    for (path, status) in [
        ("/sign-in", 303),
        ("/admin", 200),
        ("/admin/users", 200),
        ("/nowhere", 404),
    ] {
        let answer = ada.head(path).await;
        answer.is(status);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    let stranger = house.anonymous();
    stranger.head("/healthz").await.is(200);
    stranger.head("/sign-in").await.is(200);
    stranger
        .head("/admin/users")
        .await
        .leads_to("/sign-in?next=%2Fadmin%2Fusers");
    house.close().await;
}

/// One answer of every kind.
async fn all_kinds(house: &House) -> Vec<Answer> {
    let (ada, stranger) = (house.browser(house.ada()).await, house.anonymous());
    let mut lost = house.anonymous();
    lost.origin = "http://elsewhere.example".into();
    let content = house.content();
    vec![
        ada.get("/admin").await,
        ada.get("/nowhere").await,
        stranger.get("/admin").await,
        stranger.get("/sign-in").await,
        stranger.get("/healthz").await,
        stranger.get("/readyz").await,
        stranger.get("/assets/none/nothing.css").await,
        stranger.get("/do/sign-in").await,
        stranger.post("/do/sign-in", &[]).await,
        ada.post("/do/grant-credits", &[("amount", "x"), ("key", "kinds")])
            .await,
        ada.post("/do/grant-credits", &[("amount", "1"), ("note", "x"), ("key", "kinds")])
            .await,
        ada.send_with(Method::POST, "/do/sign-out", &[("origin", "null")], "")
            .await,
        ada.send_with(Method::PUT, "/admin", &[], "").await,
        ada.send_with(Method::DELETE, "/do/sign-out", &[], "").await,
        ada.upload("/admin/courses/upload", "/admin/courses/new", None).await,
        lost.get("/").await,
        content.get("/").await,
        content.get("/p/token/").await,
        content.get("/p/token/c/index.html").await,
        content.post("/p/token/~lectern/commit", &[]).await,
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_its_headers() {
    let house = House::open().await;
    let mut ids = Vec::new();
    for answer in all_kinds(&house).await {
        let policy: Vec<&str> = answer
            .headers
            .get_all("content-security-policy")
            .iter()
            .map(|value| value.to_str().expect("readable"))
            .collect();
        let policy = policy.join(", ");
        assert!(policy.contains("frame-ancestors"), "{policy}: {answer}");
        assert!(
            policy.contains("default-src 'none'") || answer.asked.contains("/c/"),
            "{policy}: {answer}"
        );
        assert!(
            !policy.contains("default-src *") && !policy.contains("frame-ancestors *"),
            "{policy}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{answer}");
        assert_ne!(answer.header("referrer-policy"), "", "{answer}");
        assert!(!answer.headers.contains_key("strict-transport-security"), "{answer}");
        assert!(!answer.headers.contains_key("server"), "{answer}");
        if !answer.asked.contains("/assets/") {
            assert_eq!(answer.header("cache-control"), "no-store", "{answer}");
        }
        ids.push(answer.header("x-request-id").to_owned());
    }
    let many = ids.len();
    ids.sort();
    ids.dedup();
    assert!(ids.len() == many && ids.iter().all(|id| id.len() == 16), "{ids:?}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_run_their_own_scripts_only() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let mut nonces = Vec::new();
    for path in ["/admin", "/admin/courses/new", "/admin/outbox", "/nowhere"] {
        let answer = ada.get(path).await;
        let policy = answer.header("content-security-policy");
        for rule in [
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        let script = policy
            .split(';')
            .find(|rule| rule.trim().starts_with("script-src"))
            .expect("a rule");
        assert!(
            !script.contains("unsafe-inline") && !script.contains("unsafe-eval'")
                || script.contains("'wasm-unsafe-eval'"),
            "{script}"
        );
        assert!(!script.contains("'unsafe-"), "{script}");
        let nonce = script
            .split("'nonce-")
            .nth(1)
            .and_then(|rest| rest.split('\'').next())
            .expect("a nonce");
        let text = answer.text();
        let scripts: Vec<&str> = text.split("<script").skip(1).collect();
        assert!(!scripts.is_empty());
        for script in scripts {
            let tag = script.split('>').next().unwrap_or_default();
            assert!(
                tag.contains(&format!("nonce=\"{nonce}\"")),
                "{path} has a script without its nonce: {tag}"
            );
        }
        for word in [" style=\"", " onclick=", "javascript:"] {
            answer.hides(word);
        }
        nonces.push(nonce.to_owned());
    }
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), 4, "a nonce is used once");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_course_may_talk_to_windows_it_opens_and_no_other_page() {
    let house = House::open().await;
    let opener = |answer: Answer| answer.header("cross-origin-opener-policy").to_owned();
    let lena = house.browser(house.learner(0)).await;
    let page = lena.get("/learner/courses").await;
    let launched = lena.fill(&page, "/do/launch", &[]).await;
    let player = lena.get(launched.is(303).header("location")).await;
    assert_eq!(opener(player.is(200).clone()), "same-origin-allow-popups");
    // A window of the course itself must not ask to be alone either.
    assert_eq!(opener(house.content().get("/p/nothing/").await), "unsafe-none");
    for path in ["/sign-in", "/learner/courses", "/account", "/healthz", "/nothing"] {
        assert_eq!(opener(lena.get(path).await), "same-origin", "{path}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_https_the_browser_is_bound_to_it() {
    let house = House::open_with(|config| {
        config.base_url = "https://learn.northwind.example".into();
        config.content_url = "https://content.northwind.example".into();
    })
    .await;
    for answer in all_kinds(&house).await {
        assert_eq!(
            answer.header("strict-transport-security"),
            "max-age=31536000",
            "{answer}"
        );
    }
    let ada = house.anonymous();
    let fields = [
        ("email", "ada@northwind.example"),
        ("password", crate::support::PASSWORD),
    ];
    let answer = ada.post("/do/sign-in", &fields).await;
    answer.leads_to("/admin");
    // What was done is said on the next page: the notice's cookie travels by HTTPS alone, too, and so does its end.
    let granted = [("amount", "5"), ("note", "x"), ("key", "https")];
    let done = ada.post("/do/grant-credits", &granted).await;
    let upload = ada
        .upload(
            "/admin/courses/upload",
            "/admin/courses/new",
            Some(&demo("forklift-basics")),
        )
        .await;
    let shown = ada.get("/admin").await;
    let notices = [&done, &upload, &shown].map(|answer| answer.cookie("lectern_notice"));
    assert!(notices[2].contains("Max-Age=0"), "{notices:?}");
    let own = [answer.cookie("__Host-lectern"), answer.cookie("lectern_device")];
    for cookie in own.into_iter().chain(notices) {
        for word in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(word), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_says_its_number_and_nothing_else() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    house.sabotage("alter table letter rename to letter_gone").await;
    let answer = ada.get("/admin/outbox").await;
    let number = answer.is(500).header("x-request-id").to_owned();
    answer
        .says("Something went wrong on our side. Nothing was half done.")
        .says(&number);
    for word in [
        "letter",
        "select",
        "SELECT",
        "sqlite",
        "relation",
        "no such table",
        "panicked",
        ".rs",
    ] {
        answer.hides(&format!(" {word} "));
        answer.hides(&format!("\"{word}\""));
    }
    let fields = [("email", "ada@northwind.example")];
    let answer = house.anonymous().post("/do/ask-password", &fields).await;
    answer
        .is(500)
        .says("Something went wrong on our side.")
        .hides("letter_gone");
    house.sabotage("alter table letter_gone rename to letter").await;
    ada.get("/admin/outbox").await.is(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn readiness_is_about_the_database() {
    let house = House::open().await;
    house.anonymous().get("/readyz").await.is(200).says("ready");
    house
        .sabotage("delete from seaql_migrations where version like '%append_only'")
        .await;
    let away = house.anonymous().get("/readyz").await;
    assert_eq!(away.is(503).header("retry-after"), "2");
    house.anonymous().get("/healthz").await.is(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_without_a_browser_is_answered() {
    let house = House::open().await;
    let bare = http::Request::get("http://learn.northwind.example/sign-in")
        .body(Body::empty())
        .expect("a request");
    let response = house.router().oneshot(bare).await.expect("an answer");
    assert_eq!(response.status(), 200);
    house.close().await;
}
