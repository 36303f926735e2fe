//! Low balances: said where somebody is about to spend, and where somebody can fill them.

use lectern_domain::credits::watch::thresholds::{self, ThresholdsForm};

use crate::support::House;

/// Sets when admins are told of each course's credits, and managers of theirs.
async fn told_at(house: &House, course: &str, managers: &str) {
    let form = ThresholdsForm {
        pool: "off".into(),
        course: course.into(),
        managers: managers.into(),
    };
    house
        .act(async |tx| thresholds::set(tx, house.ada(), &form).await)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_reads_it_where_they_invite() {
    let house = House::open().await;
    let (ada, mara) = (house.browser(house.ada()).await, house.browser(house.mara()).await);
    let page = format!("/manager/courses/{}", house.forklift());
    told_at(&house, "off", "7").await;
    mara.get(&page).await.is(200).hides("Low balance.");
    told_at(&house, "5", "8").await;
    mara.get(&page)
        .await
        .is(200)
        .says("Low balance.")
        .says("8 credits are left; the threshold is 8.")
        .says(&format!("href=\"{page}/credits/request?amount=12\""))
        .says("Send invitations");
    let kitchen = format!("/manager/courses/{}", house.kitchen());
    mara.get(&kitchen).await.is(200).hides("Low balance.");
    let same = format!("/admin/courses/{}/invitations", house.forklift());
    ada.get(&same).await.is(200).hides("Low balance.");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_sees_on_the_dashboard_which_courses_are_low() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    // The first course has 4 credits of its own, the second 10.
    told_at(&house, "3", "off").await;
    ada.get("/admin").await.is(200).hides("left, low");
    told_at(&house, "4", "off").await;
    let page = ada.get("/admin").await;
    page.is(200).says("left, low").hides("Low balance.");
    assert_eq!(page.text().matches("left, low").count(), 1, "{page}");
    told_at(&house, "10", "off").await;
    assert_eq!(ada.get("/admin").await.text().matches("left, low").count(), 2);
    house.close().await;
}
