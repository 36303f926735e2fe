//! Faults, and whether the portal is ready.

use crate::support::House;

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_says_its_number_and_nothing_else() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    house.sabotage("alter table letter rename to letter_gone").await;
    let answer = ada.get("/admin/outbox").await;
    let number = answer.is(500).header("x-request-id").to_owned();
    answer
        .says("Something went wrong on our side. Nothing was half done.")
        .says(&number);
    for word in [
        "letter",
        "select",
        "SELECT",
        "sqlite",
        "relation",
        "no such table",
        "panicked",
        ".rs",
    ] {
        answer.hides(&format!(" {word} "));
        answer.hides(&format!("\"{word}\""));
    }
    let fields = [("email", "ada@northwind.example")];
    let answer = house.anonymous().post("/do/ask-password", &fields).await;
    answer
        .is(500)
        .says("Something went wrong on our side.")
        .hides("letter_gone");
    house.sabotage("alter table letter_gone rename to letter").await;
    ada.get("/admin/outbox").await.is(200);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn readiness_is_about_the_database() {
    let house = House::open().await;
    house.anonymous().get("/readyz").await.is(200).says("ready");
    house
        .sabotage("delete from seaql_migrations where version like '%append_only'")
        .await;
    let away = house.anonymous().get("/readyz").await;
    assert_eq!(away.is(503).header("retry-after"), "2");
    house.anonymous().get("/healthz").await.is(200);
    house.close().await;
}
