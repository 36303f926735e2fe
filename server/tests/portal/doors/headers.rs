//! Headers of every answer, and those that come with HTTPS.

use axum::http::Method;

use crate::support::{Answer, House, upload::demo};

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
