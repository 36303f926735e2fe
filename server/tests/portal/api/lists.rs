//! Lists part by part: nothing twice, nothing missing, whatever is inserted meanwhile.

use std::collections::BTreeSet;

use lectern_domain::credits;
use serde_json::{Value, json};

use super::program::{Program, fresh};
use crate::support::{Answer, House};

fn ids(answer: &Answer, name: &str) -> Vec<String> {
    let items = answer.is(200).json()["items"].as_array().expect("items").clone();
    items.iter().map(|item| item[name].to_string()).collect()
}

fn next(answer: &Answer) -> Option<String> {
    answer.json()["next"].as_str().map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_of_a_list_make_the_whole_though_people_come_meanwhile() {
    let house = House::open().await;
    let program = Program::able(&house).await;
    let add = async |number: usize| {
        let email = format!("row-{number}@northwind.example");
        let user = json!({ "name": format!("Row {number}"), "email": email, "roles": ["learner"] });
        program.post("/users", user).await.is(201);
        house.clock.advance(chrono::TimeDelta::milliseconds(5));
    };
    for number in 0..9 {
        add(number).await;
    }
    let whole = ids(&program.get("/users?search=row%20&role=learner").await, "id");
    assert_eq!(whole.len(), 9);
    let (mut seen, mut path) = (Vec::new(), Some("/users?role=learner&search=row%20&limit=2".to_owned()));
    let mut parts = 0;
    while let Some(here) = path {
        let answer = program.get(&here).await;
        seen.extend(ids(&answer, "id"));
        path = next(&answer);
        parts += 1;
        add(100 + parts).await;
    }
    assert_eq!((seen, parts), (whole, 5));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_read_line_by_line() {
    let house = House::open().await;
    let program = Program::able(&house).await;
    for number in 1..=7 {
        let key = fresh();
        house
            .act(async |tx| credits::grant(tx, house.ada(), &key, number, "One more").await)
            .await;
    }
    let pool = program.get("/credits/accounts?kind=pool").await;
    let pool = pool.json()["items"][0]["id"].as_str().expect("the pool").to_owned();
    let first = program.get(&format!("/credits/accounts/{pool}/lines?limit=3")).await;
    let newest: Value = first.json()["items"][0].clone();
    assert_eq!(
        (newest["kind"].as_str(), newest["amount"].as_i64()),
        (Some("grant"), Some(7))
    );
    let balance = program.get(&format!("/credits/accounts/{pool}")).await.json()["balance"].clone();
    assert_eq!(newest["balance"], balance);
    let mut lines = ids(&first, "line");
    let mut path = next(&first);
    while let Some(here) = path {
        let answer = program.get(&here).await;
        lines.extend(ids(&answer, "line"));
        path = next(&answer);
    }
    let numbers: Vec<i64> = lines.iter().map(|line| line.parse().expect("a number")).collect();
    assert!(numbers.len() >= 7 && numbers.last() == Some(&1));
    assert!(
        numbers.windows(2).all(|pair| pair[0] == pair[1] + 1),
        "without gaps: {numbers:?}"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_belongs_to_its_list_and_a_limit_to_its_range() {
    let house = House::open().await;
    let program = Program::able(&house).await;
    let link = next(&program.get("/users?limit=1").await).expect("more than one");
    let cursor = link.split("cursor=").nth(1).expect("a cursor").to_owned();
    program.get(&format!("/users?limit=50&cursor={cursor}")).await.is(200);
    let mut other = cursor.clone().into_bytes();
    other[4] = if other[4] == b'A' { b'B' } else { b'A' };
    let other = String::from_utf8(other).expect("text");
    for wrong in [
        format!("/courses?cursor={cursor}"),
        format!("/users?role=admin&cursor={cursor}"),
        format!("/users?cursor={other}"),
        "/users?cursor=x".to_owned(),
        "/users?cursor=".to_owned(),
    ] {
        program.get(&wrong).await.problem_is(400, "bad-cursor");
    }
    let neighbor = Program::of(&house, &house.people().sol, lectern_contract::api_keys::Scope::ALL).await;
    neighbor
        .get(&format!("/users?cursor={cursor}"))
        .await
        .problem_is(400, "bad-cursor");
    for wrong in [
        "limit=0",
        "limit=201",
        "limit=-1",
        "limit=many",
        "role=king",
        "state=",
        "page=2",
        "user=x",
    ] {
        program
            .get(&format!("/users?{wrong}"))
            .await
            .problem_is(400, "bad-parameter");
    }
    program.get("/users?limit=200").await.is(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_narrow_lists() {
    let house = House::open().await;
    let program = Program::able(&house).await;
    let (lena, forklift) = (house.learner(0).user.to_string(), house.forklift().to_string());
    let all = |answer: &Answer, name: &str, value: &str| {
        let items = answer.is(200).json()["items"].as_array().expect("items").clone();
        assert!(
            !items.is_empty() && items.iter().all(|item| item[name] == value),
            "{answer}"
        );
    };
    all(
        &program.get(&format!("/registrations?user={lena}")).await,
        "user",
        &lena,
    );
    all(
        &program
            .get(&format!("/registrations?course={forklift}&state=active"))
            .await,
        "course",
        &forklift,
    );
    all(
        &program
            .get(&format!("/invitations?course={forklift}&state=pending"))
            .await,
        "state",
        "pending",
    );
    all(&program.get("/credits/accounts?kind=manager").await, "kind", "manager");
    all(&program.get("/courses?search=forklift").await, "id", &forklift);
    all(
        &program.get("/users?search=LENA&role=learner&state=active").await,
        "id",
        &lena,
    );
    assert!(ids(&program.get("/users?state=deleted").await, "id").is_empty());
    assert!(
        ids(
            &program
                .get(&format!("/registrations?user={lena}&state=withdrawn"))
                .await,
            "id"
        )
        .is_empty()
    );
    let mara = program.get(&format!("/courses/{forklift}/managers")).await;
    let names: BTreeSet<String> = ids(&mara, "user").into_iter().collect();
    assert!(names.contains(&format!("\"{}\"", house.mara().user)));
    house.close().await;
}
