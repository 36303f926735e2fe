//! What the rules refuse a program stands in the log of refusals, as what they refuse people does.

use lectern_contract::{
    api_keys::Scope,
    paging::LogQuery,
    refusal::Reason,
    refused::{RefusedAct, RefusedRow},
};
use lectern_domain::{
    Actor,
    refused::{RefusedFilter, list},
};
use serde_json::{Value, json};

use super::program::Program;
use crate::support::House;

async fn log(house: &House, who: &Actor) -> Vec<RefusedRow> {
    let slice = list(
        house.portal.reader(),
        who,
        &LogQuery::default(),
        &RefusedFilter::default(),
    )
    .await;
    slice.expect("a log of theirs").rows
}

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_is_written_down_once_with_the_key_it_came_by() {
    let house = House::open().await;
    let program = Program::able(&house).await;
    let course = house.forklift().to_string();
    let grant = json!({ "amount": 3, "note": "For a test" });
    program.post("/credits/grants", grant).await.is(204);
    let invite = async |address: &str| {
        let body = json!({ "course": course, "addresses": [address] });
        program.post("/invitations", body).await
    };
    invite("nobody").await.problem_is(422, "addresses");
    let sent = invite("mia@contoso.example").await.is(201).json();
    let id = sent["invitations"][0]["id"].as_str().expect("an id");
    program
        .post(&format!("/invitations/{id}/re-invite"), Value::Null)
        .await
        .problem_is(429, "too-soon");
    house.clock.advance(chrono::TimeDelta::minutes(11));
    let token = house.link("invitation", "mia@contoso.example").await;
    let accept = json!({ "token": token, "email": "eve@contoso.example", "name": "Eve" });
    program
        .post("/invitations/accept", accept.clone())
        .await
        .problem_is(409, "other-account");
    let twice = json!({ "user": house.learner(0).user, "course": course });
    program
        .post("/registrations", twice)
        .await
        .problem_is(409, "already-enrolled");
    let rows = log(&house, house.ada()).await;
    let mut seen: Vec<_> = rows
        .iter()
        .map(|row| (row.act, row.reason, row.address.as_str(), row.times))
        .collect();
    seen.sort_unstable();
    let mut expected = [
        (RefusedAct::Invite, Reason::NoAddress, "nobody", 1),
        (RefusedAct::Invite, Reason::TooOften, "mia@contoso.example", 1),
        (RefusedAct::Accept, Reason::OtherAccount, "mia@contoso.example", 1),
        (RefusedAct::Enroll, Reason::Enrolled, "", 1),
    ];
    expected.sort_unstable();
    assert_eq!(seen, expected);
    let by_key = format!("API key {} from 192.0.2.1", &program.secret[..11]);
    assert!(rows.iter().all(|row| row.source == by_key), "{rows:?}");
    // A neighbor's program that has the link learns nothing, and leaves nothing in this log.
    let sol = &house.people().sol;
    let neighbor = Program::of(&house, sol, &[Scope::InvitationsAccept]).await;
    neighbor
        .post("/invitations/accept", accept)
        .await
        .problem_is(404, "not-found");
    assert_eq!(log(&house, house.ada()).await.len(), rows.len());
    let theirs = log(&house, sol).await;
    let theirs: Vec<_> = theirs
        .iter()
        .map(|row| (row.act, row.reason, row.address.as_str()))
        .collect();
    assert_eq!(theirs, [(RefusedAct::Accept, Reason::NotYours, "")]);
    house.close().await;
}
