//! The player's page.

use chrono::TimeDelta;

use super::{launch, play};
use crate::support::House;

#[tokio::test(flavor = "multi_thread")]
async fn the_player_opens_once() {
    let house = House::open().await;
    let token = launch(&house).await;
    let content = house.content();
    let path = format!("/p/{token}/");
    let page = content.get(&path).await;
    page.is(200).says("Holt, Lena").says("\"standard\":\"scorm12\"");
    assert_eq!(page.header("clear-site-data"), "\"storage\"");
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert!(!page.headers.contains_key("set-cookie"), "this origin has no cookies");
    let policies: Vec<_> = page.headers.get_all("content-security-policy").iter().collect();
    assert_eq!(policies.len(), 2, "its own and who may frame it: {policies:?}");
    assert_eq!(policies[1], "frame-ancestors 'self' http://learn.northwind.example");
    page.says("src=\"/assets/").says("href=\"/assets/");
    let again = house.unchanged("opening again", content.get(&path)).await;
    again.is(410).says("This launch was opened already").hides("Holt");
    assert!(
        !again.headers.contains_key("clear-site-data"),
        "the open player keeps its storage"
    );
    let lena = house.browser(house.learner(0)).await;
    lena.get(&format!("/learner/launch/{token}"))
        .await
        .is(410)
        .says("Resume");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_opens_within_a_minute() {
    let house = House::open().await;
    let (early, late) = (launch(&house).await, launch(&house).await);
    house.clock.advance(TimeDelta::seconds(59));
    house.content().get(&format!("/p/{early}/")).await.is(200);
    house.clock.advance(TimeDelta::seconds(1));
    let answer = house.content().get(&format!("/p/{late}/")).await;
    answer.is(410);
    house
        .content()
        .get("/p/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/")
        .await
        .is(410);
    house
        .content()
        .get("/p/%00%ff/")
        .await
        .hides("Launch")
        .hides("panicked");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_hash_of_a_token_is_kept() {
    let house = House::open().await;
    let token = play(&house).await;
    for (table, rows) in house.dump().await {
        assert!(!rows.contains(&token), "{table} holds a launch token");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_page_is_told_cannot_end_its_script() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let course = house.forklift().to_string();
    let title = "</script><script>alert(1)</script>";
    ada.post("/do/edit-course", &[("course", &course), ("title", title)])
        .await
        .is(303);
    let token = launch(&house).await;
    let page = house.content().get(&format!("/p/{token}/")).await;
    assert!(!page.is(200).text().contains("</script><script>alert"), "{page}");
    house.close().await;
}
