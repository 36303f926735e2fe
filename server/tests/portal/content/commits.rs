//! What the player posts.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::play;
use crate::support::{Answer, House};

async fn commit(house: &House, token: &str, sequence: i64, elements: Value) -> Answer {
    let body = json!({ "sequence": sequence, "item": "course", "session": 1, "elements": elements });
    post(house, token, "commit", &body.to_string()).await
}

async fn post(house: &House, token: &str, act: &str, body: &str) -> Answer {
    let path = format!("/p/{token}/~lectern/{act}");
    house.content().post_text(&path, body, "text/plain;charset=UTF-8").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_course_is_completed_by_beacons() {
    let house = House::open().await;
    let token = play(&house).await;
    let first = commit(&house, &token, 1, json!({ "cmi.core.lesson_location": "3" })).await;
    assert_eq!(first.is(200).json()["accepted"], 1);
    let passed =
        json!({ "cmi.core.lesson_status": "passed", "cmi.core.score.raw": "90", "cmi.core.session_time": "00:01:30" });
    let second = commit(&house, &token, 2, passed).await;
    let told = second.is(200).json();
    assert_eq!(
        (&told["accepted"], &told["items"][0]["success"]),
        (&json!(2), &json!("passed"))
    );
    let again = house
        .unchanged("an older sequence", commit(&house, &token, 1, json!({})))
        .await;
    assert_eq!(again.is(200).json()["accepted"], 2);
    let lena = house.browser(house.learner(0)).await;
    lena.get("/learner/courses").await.says("Passed").says("90 %");
    let ada = house.browser(house.ada()).await;
    ada.get(&format!("/admin/courses/{}/learners", house.forklift()))
        .await
        .says("Lena Holt")
        .says("90 %");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_tab_takes_over() {
    let house = House::open().await;
    let first = play(&house).await;
    commit(&house, &first, 1, json!({})).await.is(200);
    let second = play(&house).await;
    let lost = house
        .unchanged("the older tab", commit(&house, &first, 2, json!({})))
        .await;
    assert_eq!(lost.is(409).json()["reason"], "opened_elsewhere");
    commit(&house, &second, 1, json!({})).await.is(200);
    let taken = post(&house, &first, "take-over", "").await;
    assert_eq!(taken.is(200).json()["sequence"], 1);
    commit(&house, &first, 2, json!({})).await.is(200);
    assert_eq!(
        commit(&house, &second, 2, json!({})).await.is(409).json()["reason"],
        "opened_elsewhere"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn newer_work_of_another_tab_is_not_replaced_by_accident() {
    let house = House::open().await;
    let first = play(&house).await;
    commit(&house, &first, 1, json!({})).await.is(200);
    house.clock.advance(TimeDelta::seconds(1));
    let second = play(&house).await;
    commit(&house, &second, 1, json!({})).await.is(200);
    for body in ["", "{}", r#"{"replace":false}"#, "replace"] {
        let answer = house.unchanged(body, post(&house, &first, "take-over", body)).await;
        assert_eq!(answer.is(409).json()["reason"], "newer", "{body}");
    }
    let taken = post(&house, &first, "take-over", r#"{"replace":true}"#).await;
    assert_eq!(taken.is(200).json()["sequence"], 1);
    commit(&house, &first, 2, json!({})).await.is(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_end_late_words_are_taken_for_a_moment() {
    let house = House::open().await;
    let token = play(&house).await;
    commit(&house, &token, 1, json!({})).await.is(200);
    post(&house, &token, "end", "").await.is(204);
    house.clock.advance(TimeDelta::seconds(30));
    commit(&house, &token, 2, json!({})).await.is(200);
    house.clock.advance(TimeDelta::seconds(1));
    let late = house.unchanged("too late", commit(&house, &token, 3, json!({}))).await;
    assert_eq!(late.is(410).json()["reason"], "ended");
    assert_eq!(
        post(&house, &token, "take-over", "").await.is(410).json()["reason"],
        "ended"
    );
    for act in ["commit", "take-over", "end"] {
        let body = json!({ "sequence": 1, "item": "course", "session": 1, "elements": {} }).to_string();
        let never = post(&house, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", act, &body).await;
        assert_eq!(never.is(410).json()["reason"], "ended", "{act}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_commits_are_refused_with_their_reason() {
    let house = House::open().await;
    let token = play(&house).await;
    let score = json!({ "cmi.core.score.raw": "many", "cmi.core.lesson_location": "3" });
    let invalid = house.unchanged("a wrong score", commit(&house, &token, 1, score)).await;
    let told = invalid.is(422).json();
    assert_eq!(
        (&told["reason"], &told["elements"][0]["name"]),
        (&json!("invalid"), &json!("cmi.core.score.raw"))
    );
    for body in ["", "{}", "[]", "null", "{\"sequence\":\"x\"}", "\u{0}"] {
        let answer = house.unchanged(body, post(&house, &token, "commit", body)).await;
        assert_eq!(answer.is(400).json()["reason"], "not_understood", "{body}");
    }
    let unknown = json!({ "sequence": 1, "item": "nowhere", "session": 1, "elements": {} }).to_string();
    post(&house, &token, "commit", &unknown).await.is(400);
    let long = json!({ "cmi.suspend_data": "s".repeat(64_000) });
    commit(&house, &token, 1, long).await.is(200);
    let whole = json!({ "cmi.suspend_data": "s".repeat((1 << 20) + 1) });
    let told = commit(&house, &token, 2, whole).await.is(422).json();
    assert_eq!(
        told["elements"][0]["name"], "",
        "the player tells this from a wrong value"
    );
    let huge = "x".repeat((2 << 20) + 1);
    post(&house, &token, "commit", &huge).await.is(413);
    post(&house, &token, "commit", "\u{feff}{}").await.is(400);
    house.close().await;
}
