//! What every call passes before it is heard: addresses, methods, bodies, origins, faults.

use std::sync::Arc;

use http::Method;
use lectern_server::{router, start};
use serde_json::json;

use super::program::{PROBLEM, Program, fresh};
use crate::support::{Browser, House, clock::SeededChance, house::disconnect};

#[tokio::test(flavor = "multi_thread")]
async fn unknown_addresses_and_methods_are_problems() {
    let house = House::open().await;
    let program = Program::able(&house).await;
    for path in [
        "/api/v1",
        "/api/v1/",
        "/nothing",
        "/users/",
        "/users/a/b/c",
        "/Users",
        "//users",
        "/users/%00",
    ] {
        let answer = program.call(Method::GET, path, &[], None).await;
        answer.problem_is(404, "not-found");
    }
    for id in ["x", "123", "01970000-0000-7000-8000-000000000009"] {
        program.get(&format!("/users/{id}")).await.problem_is(404, "not-found");
    }
    for (method, path) in [
        (Method::DELETE, "/users"),
        (Method::PATCH, "/users"),
        (Method::OPTIONS, "/courses"),
        (Method::POST, "/courses"),
        (Method::GET, "/credits/grants"),
        (Method::POST, "/openapi.json"),
    ] {
        let answer = program.call(method, path, &[], None).await;
        answer.problem_is(405, "method-not-allowed");
        assert!(!answer.header("allow").is_empty(), "{answer}");
    }
    let head = program.call(Method::HEAD, "/users", &[], None).await;
    assert!(head.is(200).body.is_empty());
    // What is not below the API's root is a page.
    house
        .anonymous()
        .get("/api/v2/users")
        .await
        .is(404)
        .says("There is nothing here");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_are_small_json_with_the_offered_fields_alone() {
    let house = House::open().await;
    let program = Program::able(&house).await;
    let bearer = format!("Bearer {}", program.secret);
    let send = async |kind: &str, body: &str| {
        let key = fresh();
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", kind),
            ("idempotency-key", key.as_str()),
        ];
        program.raw(Method::POST, "/users", &headers, body.to_owned()).await
    };
    let good = r#"{"name":"Neo","email":"neo@northwind.example","roles":["learner"]}"#;
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
    ] {
        send(kind, good).await.problem_is(415, "json-needed");
    }
    for broken in ["", "{", "{\"name\":", "nonsense", "\u{feff}{}"] {
        send("application/json", broken).await.problem_is(400, "bad-json");
    }
    for (body, name, pointer) in [
        (
            r#"{"name":"Neo","email":"n@x.cd","roles":[],"state":"active"}"#,
            "unknown-field",
            "/state",
        ),
        (r#"{"name":"Neo","email":"n@x.cd"}"#, "missing-field", "/roles"),
        (r#"{"name":7,"email":"n@x.cd","roles":[]}"#, "wrong-type", "/name"),
        (
            r#"{"name":"Neo","email":"n@x.cd","roles":["learner","king"]}"#,
            "wrong-type",
            "/roles/1",
        ),
        (
            r#"{"name":"","email":"n@x.cd","roles":["learner"]}"#,
            "missing",
            "/name",
        ),
        (
            r#"{"name":"Neo","email":"nobody","roles":["learner"]}"#,
            "malformed",
            "/email",
        ),
        (r#"{"name":"Neo","email":"n@x.cd","roles":[]}"#, "no-role", "/roles"),
    ] {
        send("application/json", body).await.problem_at(422, name, pointer);
    }
    send("application/json", r#"["Neo","neo@northwind.example",["learner"]]"#)
        .await
        .problem_is(422, "wrong-type");
    let large = format!(r#"{{"name":"{}"}}"#, "x".repeat(300_000));
    send("application/json", &large).await.problem_is(413, "body-too-large");
    let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
    assert!(matches!(
        send("application/json", &format!("{{\"name\":{deep}}}")).await.status,
        400 | 422
    ));
    send("application/json; charset=utf-8", good).await.is(201);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_origins_and_cookies_change_nothing() {
    let house = House::open().await;
    let program = Program::able(&house).await;
    // A key that came in the header was not sent by a browser on its own: origins do not matter, and are not invited.
    let headers = [
        ("origin", "https://elsewhere.example"),
        ("sec-fetch-site", "cross-site"),
    ];
    let answer = program.call(Method::GET, "/users", &headers, None).await;
    assert_eq!(answer.is(200).header("access-control-allow-origin"), "");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    let key = fresh();
    let headers = [("origin", "null"), ("idempotency-key", key.as_str())];
    let body = json!({ "amount": 1, "note": "From elsewhere" });
    program
        .call(Method::POST, "/credits/grants", &headers, Some(body))
        .await
        .is(204);
    // The key opens no page, and no form.
    let bearer = format!("Bearer {}", program.secret);
    let page = house
        .anonymous()
        .send_with(Method::GET, "/admin", &[("authorization", &bearer)], "")
        .await;
    page.leads_to("/sign-in?next=%2Fadmin");
    let content = house.content();
    let asked = content
        .send_with(Method::GET, "/api/v1/users", &[("authorization", &bearer)], "")
        .await;
    assert_eq!(asked.status, 404, "{asked}");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_tells_nothing_of_its_cause() {
    let house = House::open().await;
    let program = Program::able(&house).await;
    house.sabotage("alter table api_window rename to elsewhere").await;
    let answer = program.get("/users").await;
    let problem = answer.problem_is(500, "fault");
    assert!(!problem.to_string().contains("api_window"), "{answer}");
    house.sabotage("alter table elsewhere rename to api_window").await;
    program.get("/users").await.is(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_away_is_a_problem_that_says_when_to_try_again() {
    let house = House::open().await;
    let program = Program::able(&house).await;
    let chance = Arc::new(SeededChance::new(13));
    let second = start::portal_with(&house.config, house.clock.clone(), chance).await;
    let (portal, storage) = second.expect("a second process");
    let other = Browser::new(router::build(&house.config, &portal, &storage), &house.config.base_url);
    let (bearer, key) = (format!("Bearer {}", program.secret), fresh());
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("idempotency-key", key.as_str()),
    ];
    let grant = json!({ "amount": 5, "note": "Either way once" });
    let body = grant.to_string();
    disconnect(&portal).await;
    for (method, path) in [(Method::GET, "/api/v1/users"), (Method::POST, "/api/v1/credits/grants")] {
        let answer = other.send_with(method, path, &headers, &body).await;
        answer.problem_is(503, "busy");
        assert_eq!(
            (answer.header("content-type"), answer.header("retry-after")),
            (PROBLEM, "2")
        );
    }
    // The first process goes on, and the call that was not heard can be made again.
    program.post_once("/credits/grants", &key, grant).await.is(204);
    house.close().await;
}
