//! Requests of every shape: large, misshapen, without a body, without a browser.

use axum::body::Body;
use tower::ServiceExt as _;

use super::FORM;
use crate::support::House;

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
