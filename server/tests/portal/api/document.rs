//! The document, the router and the answers say the same; scopes and neighbors see nothing else.

use std::collections::BTreeSet;

use http::Method;
use lectern_contract::api_keys::Scope;
use serde_json::Value;

use super::{
    program::{Program, fresh},
    schema,
    table::{Call, calls},
};
use crate::{
    matrix::ids::Ids,
    support::{Answer, House, answer::difference, dump},
};

async fn made(program: &Program, call: &Call) -> Answer {
    let key = fresh();
    let headers = [("idempotency-key", key.as_str())];
    program
        .call(call.method.clone(), &call.path, &headers, call.body.clone())
        .await
}

/// What changed, but for the count of calls.
async fn touched<T>(house: &House, act: impl Future<Output = T>) -> (T, Vec<String>) {
    let before = house.dump().await;
    let answer = act.await;
    let mut changed = dump::changed(&before, &house.dump().await);
    changed.retain(|table| !matches!(table.as_str(), "api_key" | "api_window"));
    (answer, changed)
}

async fn document(house: &House) -> Value {
    let answer = house.anonymous().get("/api/v1/openapi.json").await;
    assert!(answer.is(200).header("content-type").starts_with("application/json"));
    answer.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_is_expected_and_described_in_full() {
    let house = House::open().await;
    let document = document(&house).await;
    assert_eq!(document["openapi"].as_str().map(|version| &version[..3]), Some("3.1"));
    let mut described = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            described.insert((method.clone(), path.clone()));
            for part in ["operationId", "summary", "tags", "responses"] {
                assert!(!operation[part].is_null(), "{method} {path} lacks its {part}");
            }
            let scope = operation["security"][0]["key"][0].as_str().unwrap_or_default();
            assert!(scope.parse::<Scope>().is_ok(), "{method} {path} has no scope: {scope}");
        }
    }
    let ids = Ids::of_nothing();
    let expected: BTreeSet<_> = calls(&ids)
        .iter()
        .map(|call| (call.method.as_str().to_lowercase(), call.route.to_owned()))
        .collect();
    assert_eq!(described, expected);
    whole(&document, &document);
    house.close().await;
}

/// Every reference leads somewhere.
fn whole(document: &Value, part: &Value) {
    if part["$ref"].is_string() {
        assert!(schema::resolved(document, part).is_object(), "{part}");
    }
    match part {
        Value::Object(map) => map.values().for_each(|part| whole(document, part)),
        Value::Array(all) => all.iter().for_each(|part| whole(document, part)),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_described_call_answers_the_right_program() {
    let house = House::open().await;
    let ids = Ids::of(&house).await;
    let program = Program::able(&house).await;
    for call in calls(&ids) {
        // The program itself checks the answer's status and body against the document.
        let answer = made(&program, &call).await;
        let after = call.route == "/invitations/{id}/re-invite" || call.route == "/invitations/{id}/cancel";
        assert_eq!(answer.status == 409, after, "accepted by then: {answer}");
        assert!(after || answer.status < 300, "{answer}");
        assert!(!answer.header("ratelimit-remaining").is_empty(), "{answer}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_does_nothing_beyond_its_scopes() {
    let house = House::open().await;
    let ids = Ids::of(&house).await;
    for scope in Scope::ALL {
        let others: Vec<Scope> = Scope::ALL.iter().copied().filter(|one| one != scope).collect();
        let (with, without) = (
            Program::of(&house, house.ada(), &[*scope]).await,
            Program::of(&house, house.ada(), &others).await,
        );
        let mine = calls(&ids).into_iter().filter(|call| call.scope == *scope);
        for mut call in mine {
            let (answer, changed) = touched(&house, made(&without, &call)).await;
            let problem = answer.problem_is(403, "scope-needed");
            assert_eq!(problem["detail"], format!("This key does not have the scope {scope}."));
            assert_eq!(changed, Vec::<String>::new(), "{answer}");
            // With it the call goes on, and stumbles over what is asked.
            call.body = call.body.map(|_| serde_json::json!([]));
            let answer = made(&with, &call).await;
            assert!(!matches!(answer.status, 401 | 403), "{answer}");
        }
        assert!(
            calls(&ids).iter().any(|call| call.scope == *scope),
            "{scope} is for nothing"
        );
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_answered_without_a_key() {
    let house = House::open().await;
    let ids = Ids::of(&house).await;
    let program = Program::able(&house).await;
    let session = house.browser(house.ada()).await;
    let cookie = format!("lectern={}", session.cookie("lectern").expect("a session"));
    let wrong = format!("Bearer {}x", program.secret);
    let basic = format!("Basic {}", program.secret);
    for call in calls(&ids) {
        for header in [
            ("x-nothing", ""),
            ("cookie", cookie.as_str()),
            ("authorization", wrong.as_str()),
            ("authorization", basic.as_str()),
            ("authorization", "Bearer"),
        ] {
            let key = fresh();
            let headers = [
                header,
                ("content-type", "application/json"),
                ("idempotency-key", key.as_str()),
            ];
            let body = call.body.as_ref().map(ToString::to_string).unwrap_or_default();
            let asked = program.raw(call.method.clone(), &call.path, &headers, body);
            let answer = house.unchanged(call.route, asked).await;
            answer.problem_is(401, "key-needed");
            assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"lectern\"");
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_anothers_does_not_exist() {
    let house = House::open().await;
    let (ids, nothing) = (Ids::of(&house).await, Ids::of_nothing());
    let neighbor = Program::of(&house, &house.people().sol, Scope::ALL).await;
    let neutral = |answer: &Answer, ids: &Ids| {
        let text = answer.neutral(&ids.all());
        let lines = text.lines().filter(|line| !line.starts_with("ratelimit-"));
        lines.collect::<Vec<_>>().join("\n")
    };
    for (real, missing) in calls(&ids).iter().zip(&calls(&nothing)) {
        let names = real.path != missing.path || real.body != missing.body;
        if !names {
            let answer = made(&neighbor, real).await;
            assert!(answer.status < 300, "their own: {answer}");
            for word in ["Northwind", "northwind.example", "Forklift", "contoso"] {
                answer.hides(word);
            }
            continue;
        }
        let (answer, mut changed) = touched(&house, made(&neighbor, real)).await;
        // That they were refused is written down, in their own log.
        changed.retain(|table| table != "refused");
        assert_eq!(changed, Vec::<String>::new(), "{answer}");
        let other = made(&neighbor, missing).await;
        answer.problem_is(404, "not-found");
        assert_eq!(difference(&neutral(&answer, &ids), &neutral(&other, &nothing)), None);
    }
    for filter in ["user", "course"] {
        let (id, none) = if filter == "user" {
            (&ids.user, &nothing.user)
        } else {
            (&ids.course, &nothing.course)
        };
        for list in ["/registrations", "/invitations", "/credits/accounts"] {
            if filter == "user" && list != "/registrations" {
                continue;
            }
            for id in [id, none] {
                neighbor
                    .get(&format!("{list}?{filter}={id}"))
                    .await
                    .problem_is(404, "not-found");
            }
        }
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_read_the_same_document() {
    let house = House::open().await;
    let document = document(&house).await;
    let page = house.anonymous().get("/api").await;
    page.is(200).says("Authorization: Bearer lk_…").says("Idempotency-Key");
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            page.says(&format!("{} /api/v1{path}", method.to_uppercase()));
            page.says(operation["summary"].as_str().expect("a summary"));
        }
    }
    for scope in Scope::ALL {
        page.says(scope.as_str()).says(scope.label());
    }
    let scripts = page.text().matches("<script").count();
    assert_eq!(
        scripts,
        page.text().matches("nonce=\"").count(),
        "the portal's own scripts alone"
    );
    assert_eq!(house.content().get("/api").await.status, 404);
    let get = Method::GET;
    let asked = house.content().send_with(get, "/api/v1/openapi.json", &[], "").await;
    assert_eq!(asked.status, 404, "{asked}");
    house.close().await;
}
