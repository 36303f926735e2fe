//! NUL, which PostgreSQL keeps in no text: refused or left out, alike on both databases, and never a fault.

use http::Method;
use serde_json::json;

use crate::{
    api::program::{Program, fresh},
    content::play,
    support::{House, PASSWORD},
};

#[tokio::test(flavor = "multi_thread")]
async fn forms_with_it_are_refused_and_nothing_changes() {
    let house = House::open().await;
    let (stranger, ada) = (house.anonymous(), house.browser(house.ada()).await);
    for fields in [
        [("email", "ada\0@northwind.example"), ("password", PASSWORD)],
        [("email", "ada@northwind.example"), ("password", "orchard\0-lantern-42")],
    ] {
        let answer = house
            .unchanged("a sign-in", stranger.post("/do/sign-in", &fields))
            .await;
        answer.is(400);
        assert!(!stranger.is_signed_in().await);
    }
    stranger
        .post("/do/ask-password", &[("email", "\0@northwind.example")])
        .await
        .is(400);
    for fields in [
        [("amount", "5"), ("note", "a\0b"), ("key", "one")],
        [("amount", "5"), ("note", "ab"), ("key", "o\0ne")],
    ] {
        let answer = house.unchanged("a grant", ada.post("/do/grant-credits", &fields)).await;
        answer.is(400);
    }
    let kind = "application/x-www-form-urlencoded";
    let raw = ada.post_text("/do/grant-credits", "amount=5&note=a\0b&key=two", kind);
    house.unchanged("a raw byte", raw).await.is(400);
    // Who asks as a program gets a sentence and no page.
    let headers = [("accept", "*/*"), ("content-type", kind)];
    let answer = ada
        .send_with(Method::POST, "/do/grant-credits", &headers, "note=%00")
        .await;
    answer.is(400).hides("<");
    // A percent sign that means itself is none.
    let fields = [("amount", "5"), ("note", "100%00"), ("key", "three")];
    ada.post("/do/grant-credits", &fields).await.is(303);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_searched_without_it() {
    let house = House::open().await;
    let course = house.forklift();
    let ada = house.browser(house.ada()).await;
    let page = ada.get("/admin/users?q=m%00ar%00a").await;
    page.is(200)
        .says("mara@northwind.example")
        .hides("tom@northwind.example");
    for path in [
        "/admin/users".to_owned(),
        "/admin/courses".into(),
        "/admin/requests".into(),
        "/admin/outbox".into(),
        "/admin/purchases".into(),
        "/admin/credits/grid".into(),
        "/admin/audit".into(),
        "/admin/audit.csv".into(),
        "/admin/refusals".into(),
        "/admin/refusals.csv".into(),
        format!("/admin/courses/{course}/learners"),
        format!("/admin/courses/{course}/invitations"),
    ] {
        ada.get(&format!("{path}?q=%00&state=%00&from=%00&page=%00"))
            .await
            .is(200);
    }
    let mara = house.browser(house.mara()).await;
    for part in ["", "/learners", "/credits"] {
        let path = format!("/manager/courses/{course}{part}?q=%00&state=%00");
        mara.get(&path).await.is(200);
    }
    let stranger = house.anonymous();
    for path in [
        "/setup?token=%00",
        "/sign-in?next=%00",
        "/password/%00",
        "/email/%00",
        "/invitation/%00",
        "/certificates/%00",
    ] {
        let answer = stranger.get(path).await;
        assert!(answer.status < 500, "{answer}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_with_it_name_the_field() {
    let house = House::open().await;
    let program = Program::able(&house).await;
    let user = json!({ "name": "Neo\0", "email": "neo@northwind.example", "roles": ["learner"] });
    let people = async || {
        house
            .texts("select name || ' ' || email from users order by email")
            .await
    };
    let before = people().await;
    let answer = program.post("/users", user).await;
    answer.problem_is(422, "wrong-type");
    assert_eq!(answer.json()["errors"][0]["pointer"], "/name", "{answer}");
    let mara = house.mara().user.to_string();
    let edit = json!({ "name": "Mara", "email": "m\0@northwind.example", "roles": ["manager"] });
    let answer = program.put(&format!("/users/{mara}"), edit).await;
    answer.problem_is(422, "wrong-type");
    assert_eq!(people().await, before);
    for path in ["/users?search=%00", "/courses?search=a%00", "/invitations?search=%00"] {
        program.get(path).await.problem_is(400, "bad-parameter");
    }
    let said = json!({ "amount": 5, "note": "\\u0000 is a way to write it" });
    program.post_once("/credits/grants", &fresh(), said).await.is(204);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_keeps_its_place_only_where_the_course_has_it() {
    let house = House::open().await;
    let token = play(&house).await;
    let path = format!("/p/{token}/~lectern/commit");
    let content = house.content();
    let commit = async |sequence: i64, current: &str| {
        let body = json!({ "sequence": sequence, "item": "course", "session": 1, "current": current,
            "elements": { "cmi.suspend_data": "a\0b" } });
        content
            .post_text(&path, &body.to_string(), "text/plain;charset=UTF-8")
            .await
    };
    let place = async || house.texts("select coalesce(current_item, '') from instance").await;
    commit(1, "course").await.is(200);
    assert_eq!(place().await, ["course"]);
    for (sequence, current) in (2..).zip(["\0", "course\0", "nowhere", &"x".repeat(1_000_000)]) {
        commit(sequence, current).await.is(200);
        assert_eq!(place().await, ["course"]);
    }
    let unknown = json!({ "sequence": 9, "item": "\0", "session": 1, "elements": {} });
    let answer = content.post_text(&path, &unknown.to_string(), "text/plain").await;
    answer.is(400);
    house.close().await;
}
