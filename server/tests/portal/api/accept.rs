//! Accepting through a single sign-on front end.

use lectern_contract::api_keys::Scope;
use serde_json::{Value, json};

use super::program::{Program, fresh};
use crate::support::House;

async fn invited(house: &House, program: &Program, email: &str) -> String {
    let body = json!({ "course": house.forklift(), "addresses": [email] });
    program.post("/invitations", body).await.is(201);
    house.clock.advance(chrono::TimeDelta::minutes(11));
    house.link("invitation", email).await
}

fn body(token: &str, email: &str, name: &str) -> Value {
    json!({ "token": token, "email": email, "name": name })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_front_end_accepts_for_somebody_new_and_for_somebody_known() {
    let house = House::open().await;
    let program = Program::able(&house).await;
    program
        .post("/credits/grants", json!({ "amount": 4, "note": "For a test" }))
        .await
        .is(204);
    let token = invited(&house, &program, "mia@contoso.example").await;
    let front = Program::of(&house, house.ada(), &[Scope::InvitationsAccept]).await;
    let call = async |body: Value| front.post("/invitations/accept", body).await;
    call(body(&token, "eve@contoso.example", "Eve"))
        .await
        .problem_is(409, "other-account");
    call(body(&token, "mia@contoso.example", " "))
        .await
        .problem_at(422, "missing", "/name");
    call(body(&token, "", "Mia")).await.problem_at(422, "missing", "/email");
    call(body("nothing", "mia@contoso.example", "Mia"))
        .await
        .problem_is(404, "not-found");
    let key = fresh();
    let right = || body(&token, "Mia@Contoso.example", "Mia Chen");
    let made = front
        .post_once("/invitations/accept", &key, right())
        .await
        .is(201)
        .json();
    assert_eq!(
        front
            .post_once("/invitations/accept", &key, right())
            .await
            .is(201)
            .json(),
        made
    );
    call(right()).await.problem_is(409, "invitation-is");
    let user = made["user"].as_str().expect("an id");
    let mia = program.get(&format!("/users/{user}")).await.json();
    assert_eq!((&mia["name"], &mia["roles"]), (&json!("Mia Chen"), &json!(["learner"])));
    let registration = made["registration"].as_str().expect("an id");
    assert_eq!(
        program.get(&format!("/registrations/{registration}")).await.json()["user"],
        user
    );
    // Without a password nobody signs in with one; the front end, or a letter, gives them a way.
    let fields = [("email", "mia@contoso.example"), ("password", "")];
    house.anonymous().post("/do/sign-in", &fields).await.is(401);
    let omar = house.learner(1).user.to_string();
    let token = invited(&house, &program, "omar@northwind.example").await;
    let made = call(body(&token, "omar@northwind.example", "Another Name"))
        .await
        .is(201)
        .json();
    assert_eq!(made["user"], omar);
    assert_eq!(program.get(&format!("/users/{omar}")).await.json()["name"], "Omar Sato");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ended_is_not_accepted() {
    let house = House::open().await;
    let program = Program::able(&house).await;
    program
        .post("/credits/grants", json!({ "amount": 4, "note": "For a test" }))
        .await
        .is(204);
    let call = async |token: &str| {
        program
            .post("/invitations/accept", body(token, "mia@contoso.example", "Mia"))
            .await
    };
    let token = invited(&house, &program, "mia@contoso.example").await;
    let log = program.get("/invitations?search=mia@").await.json();
    let id = log["items"][0]["id"].as_str().expect("an invitation").to_owned();
    program
        .post(&format!("/invitations/{id}/re-invite"), Value::Null)
        .await
        .is(204);
    call(&token).await.problem_is(410, "link-replaced");
    house.clock.advance(chrono::TimeDelta::minutes(11));
    let newer = house.link("invitation", "mia@contoso.example").await;
    let canceled = program.post(&format!("/invitations/{id}/cancel"), json!({})).await;
    canceled.is(204);
    call(&newer).await.problem_is(409, "invitation-is");
    house.close().await;
}
