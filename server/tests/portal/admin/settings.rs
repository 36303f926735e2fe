//! Admin → Settings as a person uses it.

use crate::support::House;

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_changes_the_settings_and_a_wrong_number_comes_back() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let page = ada.get("/admin/settings").await;
    page.is(200);
    assert_eq!(page.value("invitation_days"), "30");
    let typed = [
        ("invitation_days", "400"),
        ("refund_policy", "within_days"),
        ("refund_percent", "10"),
        ("refund_days", "14"),
        ("proration", "floor"),
        ("grace_days", "30"),
        ("managers_can_buy", "true"),
    ];
    let answer = house
        .unchanged("a refused form", ada.fill(&page, "/do/change-settings", &typed))
        .await;
    answer.is(422);
    assert_eq!(answer.problem("invitation_days"), "Give a whole number from 1 to 180.");
    assert_eq!(answer.value("invitation_days"), "400");

    let mut mended = typed;
    mended[0].1 = "40";
    ada.fill(&answer, "/do/change-settings", &mended)
        .await
        .leads_to("/admin/settings");
    let page = ada.get("/admin/settings").await;
    page.is(200).says("Saved.");
    assert_eq!(page.value("invitation_days"), "40");
    assert!(page.text().contains("value=\"within_days\" selected"), "{page}");
    assert!(page.text().contains("value=\"floor\" selected"), "{page}");
    house.close().await;
}
