//! Calls that spend or grant: the same key gives the same answer, whatever has changed since.

use std::sync::Arc;

use http::Method;
use lectern_contract::api_keys::Scope;
use lectern_server::{router, start};
use serde_json::{Value, json};

use super::program::{Program, fresh};
use crate::support::{Browser, House, clock::SeededChance, house::disconnect};

async fn pool(program: &Program) -> i64 {
    let answer = program.get("/credits/accounts?kind=pool").await;
    answer.json()["items"][0]["balance"].as_i64().expect("a balance")
}

/// Empties the pool and the course's own credits, so that nothing more can be spent.
async fn spend_all(house: &House, program: &Program) {
    let (forklift, kitchen) = (house.forklift().to_string(), house.kitchen().to_string());
    let shown = program.get(&format!("/courses/{forklift}")).await.json();
    let back = json!({ "course": forklift, "amount": shown["available"] });
    program.post("/credits/deallocations", back).await.is(204);
    let away = json!({ "course": kitchen, "amount": pool(program).await });
    program.post("/credits/allocations", away).await.is(204);
}

#[tokio::test(flavor = "multi_thread")]
async fn spending_calls_need_a_key_of_their_own() {
    let house = House::open().await;
    let program = Program::able(&house).await;
    let grant = || Some(json!({ "amount": 5, "note": "A grant" }));
    let post = async |headers: &[(&str, &str)]| program.call(Method::POST, "/credits/grants", headers, grant()).await;
    post(&[]).await.problem_is(400, "idempotency-key-needed");
    let long = "x".repeat(121);
    for wrong in ["", "with space", "ümlaut", &long] {
        post(&[("idempotency-key", wrong)])
            .await
            .problem_is(400, "bad-idempotency-key");
    }
    let before = pool(&program).await;
    let long = "x".repeat(120);
    for _ in 0..3 {
        post(&[("idempotency-key", &long)]).await.is(204);
    }
    assert_eq!(pool(&program).await, before + 5);
    let other = program
        .post_once("/credits/grants", &long, json!({ "amount": 6, "note": "A grant" }))
        .await;
    other.problem_is(409, "idempotency-key-reused");
    let course = house.forklift().to_string();
    let other = program
        .post_once("/credits/allocations", &long, json!({ "course": course, "amount": 5 }))
        .await;
    other.problem_is(409, "idempotency-key-reused");
    assert_eq!(pool(&program).await, before + 5);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_call_reads_its_first_answer_also_after_a_restart_and_without_credits() {
    let house = House::open().await;
    let program = Program::able(&house).await;
    let (kitchen, ines) = (house.forklift().to_string(), house.learner(2).user.to_string());
    let calls: Vec<(&str, Value)> = vec![
        ("/registrations", json!({ "user": ines, "course": kitchen })),
        (
            "/invitations",
            json!({ "course": kitchen, "addresses": ["a@contoso.example", "B@contoso.example"] }),
        ),
        (
            "/users",
            json!({ "name": "Neo", "email": "neo@northwind.example", "roles": ["learner"] }),
        ),
    ];
    program
        .post("/credits/grants", json!({ "amount": 3, "note": "For a test" }))
        .await
        .is(204);
    let mut first = Vec::new();
    for (path, body) in &calls {
        let key = fresh();
        let answer = program.post_once(path, &key, body.clone()).await;
        first.push((key, answer.is(201).json(), answer.header("location").to_owned()));
    }
    spend_all(&house, &program).await;
    let chance = Arc::new(SeededChance::new(11));
    let restarted = start::portal_with(&house.config, house.clock.clone(), chance).await;
    let (portal, storage) = restarted.expect("it starts again");
    let line = Browser::new(router::build(&house.config, &portal, &storage), &house.config.base_url);
    for ((path, body), (key, answer, location)) in calls.iter().zip(&first) {
        let bearer = format!("Bearer {}", program.secret);
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", key.as_str()),
        ];
        let again = line
            .send_with(Method::POST, &format!("/api/v1{path}"), &headers, &body.to_string())
            .await;
        assert_eq!(
            (&again.is(201).json(), again.header("location")),
            (answer, location.as_str())
        );
    }
    program
        .post(
            "/registrations",
            json!({ "user": house.learner(3).user, "course": kitchen }),
        )
        .await
        .problem_at(409, "no-credit", "/course");
    disconnect(&portal).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_keys_of_one_admin_have_receipts_of_their_own() {
    let house = House::open().await;
    let one = Program::able(&house).await;
    let other = Program::of(&house, house.ada(), &[Scope::CreditsWrite]).await;
    let before = pool(&one).await;
    let grant = || json!({ "amount": 5, "note": "A grant" });
    for program in [&one, &other, &one, &other] {
        program.post_once("/credits/grants", "monday", grant()).await.is(204);
    }
    assert_eq!(pool(&one).await, before + 10);
    other
        .post_once("/credits/grants", "tuesday", json!({ "amount": 1, "note": "A grant" }))
        .await
        .is(204);
    one.post_once("/credits/grants", "tuesday", json!({ "amount": 2, "note": "A grant" }))
        .await
        .is(204);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_call_by_many_at_once_happens_once() {
    let house = House::open().await;
    let program = Arc::new(Program::able(&house).await);
    let before = pool(&program).await;
    let tasks: Vec<_> = (0..12)
        .map(|_| {
            let program = program.clone();
            let body = json!({ "amount": 7, "note": "Once" });
            tokio::spawn(async move { program.post_once("/credits/grants", "rush", body).await.status })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.expect("answered"), 204);
    }
    assert_eq!(pool(&program).await, before + 7);
    house.close().await;
}
