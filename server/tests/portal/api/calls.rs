//! What calls do, and what the rules refuse them: the same as the pages.

use chrono::TimeDelta;
use http::Method;
use serde_json::{Value, json};

use super::program::Program;
use crate::support::House;

async fn able(house: &House, credits: i64) -> Program {
    let program = Program::able(house).await;
    let grant = json!({ "amount": credits, "note": "For a test" });
    program.post("/credits/grants", grant).await.is(204);
    program
}

#[tokio::test(flavor = "multi_thread")]
async fn users_are_created_edited_suspended_and_restored() {
    let house = House::open().await;
    let program = Program::able(&house).await;
    let neo =
        json!({ "name": " Neo  Anders ", "email": "Neo <neo@northwind.example>", "roles": ["learner", "learner"] });
    let answer = program.post("/users", neo).await;
    let id = answer.is(201).json()["id"].as_str().expect("an id").to_owned();
    assert_eq!(answer.header("location"), format!("/api/v1/users/{id}"));
    let path = format!("/users/{id}");
    let shown = program.get(&path).await.is(200).json();
    assert_eq!(
        (&shown["name"], &shown["email"]),
        (&json!("Neo Anders"), &json!("neo@northwind.example"))
    );
    assert_eq!(
        house.letter_to("neo@northwind.example").await.recipient,
        "neo@northwind.example"
    );
    let edited = json!({ "name": "Neo", "email": "neo@northwind.example", "roles": ["manager", "learner"] });
    let edited = program.put(&path, edited).await.is(200).json();
    assert_eq!(edited["roles"], json!(["manager", "learner"]));
    let suspend = async |act: &str| program.call(Method::POST, &format!("{path}/{act}"), &[], None).await;
    assert_eq!(suspend("suspend").await.is(200).json()["state"], "suspended");
    assert_eq!(suspend("restore").await.is(200).json()["state"], "active");
    let twin = json!({ "name": "Twin", "email": "NEO@northwind.example", "roles": ["learner"] });
    program
        .post("/users", twin.clone())
        .await
        .problem_at(409, "email-taken", "/email");
    let lena = format!("/users/{}", house.learner(0).user);
    program.put(&lena, twin).await.problem_at(409, "email-taken", "/email");
    let ada = format!("/users/{}", house.ada().user);
    let demoted = json!({ "name": "Ada", "email": "ada@northwind.example", "roles": ["learner"] });
    program.put(&ada, demoted).await.problem_at(409, "last-admin", "/roles");
    program
        .call(Method::POST, &format!("{ada}/suspend"), &[], None)
        .await
        .problem_is(409, "last-admin");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn credits_move_and_never_more_than_are_free() {
    let house = House::open().await;
    let program = able(&house, 10).await;
    let (course, manager) = (house.kitchen().to_string(), house.mara().user.to_string());
    let before = program.get(&format!("/courses/{course}")).await.json()["available"]
        .as_i64()
        .expect("a number");
    let of_course = |amount: i64| json!({ "course": course, "amount": amount });
    let of_manager = |amount: i64| json!({ "course": course, "manager": manager, "amount": amount });
    program.post("/credits/allocations", of_course(6)).await.is(204);
    program.post("/credits/assignments", of_manager(4)).await.is(204);
    program.post("/credits/take-backs", of_manager(1)).await.is(204);
    program.post("/credits/deallocations", of_course(2)).await.is(204);
    let shown = program.get(&format!("/courses/{course}")).await.json();
    assert_eq!(shown["available"], before + 6 - 4 + 1 - 2);
    for (path, body, name) in [
        ("/credits/allocations", of_course(900_000), "not-enough-credits"),
        ("/credits/deallocations", of_course(900_000), "not-enough-credits"),
        ("/credits/assignments", of_manager(900_000), "not-enough-credits"),
        ("/credits/take-backs", of_manager(900_000), "not-enough-credits"),
    ] {
        let problem = program.post(path, body).await.problem_is(409, name);
        assert_eq!(problem["facts"]["asked"], 900_000);
    }
    for amount in [0, -1, 1_000_001] {
        program
            .post("/credits/allocations", of_course(amount))
            .await
            .problem_at(422, "amount-out-of-range", "/amount");
        let grant = json!({ "amount": amount, "note": "x" });
        program
            .post("/credits/grants", grant)
            .await
            .problem_at(422, "amount-out-of-range", "/amount");
    }
    program
        .post("/credits/grants", json!({ "amount": 1, "note": "" }))
        .await
        .problem_at(422, "missing", "/note");
    let stranger = json!({ "course": course, "manager": house.noor().user, "amount": 1 });
    program
        .post("/credits/assignments", stranger)
        .await
        .problem_is(404, "not-found");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_enrolled_and_withdrawn() {
    let house = House::open().await;
    let program = able(&house, 1).await;
    let (course, ines) = (house.kitchen().to_string(), house.learner(2).user.to_string());
    let enroll = json!({ "user": ines, "course": course });
    let answer = program.post("/registrations", enroll.clone()).await;
    let made = answer.is(201).json();
    let path = answer.header("location").to_owned();
    assert_eq!(
        path,
        format!("/api/v1/registrations/{}", made["id"].as_str().expect("an id"))
    );
    let shown = program.get(&path).await.is(200).json();
    assert_eq!((&shown["state"], &shown["cycle"]), (&json!("active"), &json!(1)));
    program
        .post("/registrations", enroll)
        .await
        .problem_at(409, "already-enrolled", "/course");
    let withdrawn = program.post(&format!("{path}/withdraw"), Value::Null).await;
    assert_eq!(withdrawn.is(200).json()["refunded"], true);
    program
        .post(&format!("{path}/withdraw"), Value::Null)
        .await
        .problem_is(409, "already-withdrawn");
    assert_eq!(program.get(&path).await.json()["state"], "withdrawn");
    let nobody = json!({ "user": "01970000-0000-7000-8000-000000000009", "course": course });
    program
        .post("/registrations", nobody)
        .await
        .problem_is(404, "not-found");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn invitations_are_sent_again_and_canceled() {
    let house = House::open().await;
    let program = able(&house, 3).await;
    let course = house.forklift().to_string();
    let invite = |addresses: Value| json!({ "course": course, "addresses": addresses, "message": "Hello" });
    let sent = program
        .post("/invitations", invite(json!(["Mia <Mia@contoso.example>"])))
        .await;
    let sent = sent.is(201).json()["invitations"][0].clone();
    assert_eq!(sent["email"], "Mia@contoso.example");
    let path = format!("/invitations/{}", sent["id"].as_str().expect("an id"));
    program
        .post(&format!("{path}/re-invite"), Value::Null)
        .await
        .problem_is(429, "too-soon");
    house.clock.advance(TimeDelta::minutes(2));
    program.post(&format!("{path}/re-invite"), Value::Null).await.is(204);
    assert_eq!(program.get(&path).await.json()["re_invites"], 1);
    let problem = program
        .post("/invitations", invite(json!(["mia@contoso.example", "nobody"])))
        .await;
    let problem = problem.problem_is(422, "addresses");
    assert_eq!(
        problem["errors"].as_array().map(Vec::len),
        Some(2),
        "one for each: {problem}"
    );
    let cancel = async |key: &str, notify: bool| {
        let body = json!({ "notify": notify });
        program.post_once(&format!("{path}/cancel"), key, body).await
    };
    let keyless = json!({ "notify": true });
    program
        .call(Method::POST, &format!("{path}/cancel"), &[], Some(keyless))
        .await
        .problem_is(400, "idempotency-key-needed");
    cancel("away", true).await.is(204);
    let told = "select subject from letter where kind = 'canceled'";
    assert_eq!(house.texts(told).await.len(), 1);
    cancel("away", true).await.is(204);
    assert_eq!(house.texts(told).await.len(), 1, "told once");
    cancel("away", false).await.problem_is(409, "idempotency-key-reused");
    cancel("again", true).await.problem_is(409, "invitation-is");
    assert_eq!(program.get(&path).await.json()["state"], "canceled");
    program
        .post("/invitations", invite(json!([])))
        .await
        .problem_at(422, "missing", "/addresses");
    let many: Vec<String> = (0..300).map(|n| format!("n{n}@contoso.example")).collect();
    program
        .post("/invitations", invite(json!(many)))
        .await
        .problem_is(409, "not-enough-credits");
    house.close().await;
}
