//! How much one key may ask for, whichever process it asks.

use std::sync::Arc;

use lectern_contract::api_keys::Scope;
use lectern_server::{config::Flood, router, start};

use super::program::Program;
use crate::support::{Browser, House, clock::SeededChance, house::disconnect};

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_stopped_over_its_limit_and_heard_in_the_next_minute() {
    let house = House::open_with(|config| config.api.per_minute = 3).await;
    let program = Program::able(&house).await;
    for left in ["2", "1", "0"] {
        let answer = program.get("/users").await;
        assert_eq!(answer.is(200).header("ratelimit-remaining"), left);
        assert_eq!(answer.header("ratelimit-limit"), "3");
    }
    let answer = program.get("/users").await;
    answer.problem_is(429, "too-many-calls");
    let wait: i64 = answer.header("retry-after").parse().expect("seconds");
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(answer.header("ratelimit-reset"), wait.to_string());
    // Another key has its own.
    Program::of(&house, house.ada(), &[Scope::UsersRead])
        .await
        .get("/users")
        .await
        .is(200);
    house.clock.advance(chrono::TimeDelta::seconds(wait));
    assert_eq!(program.get("/users").await.is(200).header("ratelimit-remaining"), "2");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_count_together() {
    let house = House::open_with(|config| config.api.per_minute = 4).await;
    let program = Program::able(&house).await;
    let chance = Arc::new(SeededChance::new(9));
    let second = start::portal_with(&house.config, house.clock.clone(), chance).await;
    let (portal, storage) = second.expect("a second process");
    let other = Browser::new(router::build(&house.config, &portal, &storage), &house.config.base_url);
    let bearer = format!("Bearer {}", program.secret);
    let mut heard = Vec::new();
    for round in 0..4 {
        program.get("/courses").await;
        let headers = [("authorization", bearer.as_str())];
        let answer = other
            .send_with(http::Method::GET, "/api/v1/courses", &headers, "")
            .await;
        heard.push(answer.status);
        assert_eq!(answer.status == 429, round >= 2, "{answer}");
    }
    assert_eq!(heard, [200, 200, 429, 429]);
    disconnect(&portal).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_limit_counts_and_says_nothing() {
    let house = House::open_with(|config| config.api.per_minute = 0).await;
    let program = Program::able(&house).await;
    for _ in 0..20 {
        assert_eq!(program.get("/users").await.is(200).header("ratelimit-limit"), "");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_that_guesses_keys_is_stopped_as_everywhere() {
    let flood = Flood {
        per_second: 1,
        burst: 5,
    };
    let house = House::open_with(|config| config.flood = flood).await;
    let program = Program::able(&house).await;
    let mut refused = None;
    for guess in 0..40 {
        let bearer = format!("Bearer lk_{guess:032}");
        let answer = program
            .raw(
                http::Method::GET,
                "/users",
                &[("authorization", &bearer)],
                String::new(),
            )
            .await;
        if answer.status == 429 {
            refused = Some(answer);
            break;
        }
        answer.problem_is(401, "key-needed");
    }
    let refused = refused.expect("stopped");
    refused.problem_is(429, "too-many-requests");
    assert!(!refused.header("retry-after").is_empty());
    house.close().await;
}
