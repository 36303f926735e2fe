//! Hosts and origins: who may post, and which address answers for what.

use axum::http::Method;
use lectern_server::config::Config;

use super::FORM;
use crate::support::{House, browser::form};

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
