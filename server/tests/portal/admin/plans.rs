//! Admin → Plans as people use it, and what everybody sees while credits are frozen.

use chrono::TimeDelta;
use lectern_server::jobs;

use crate::support::{Browser, House};

const TERMS: [(&str, &str); 6] = [
    ("name", "Team"),
    ("amount", "500"),
    ("billing", "monthly"),
    ("currency", "EUR"),
    ("price", "1,250"),
    ("credit_price", "4.50"),
];

/// The first link of a page that ends so.
fn link(page: &str, end: &str) -> String {
    let found = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut found = found.filter(|href| href.ends_with(end));
    found.next().unwrap_or_else(|| panic!("no link to …{end}")).to_owned()
}

async fn subscribed(ada: &Browser) {
    let form = ada.get("/admin/plans/new").await;
    ada.fill(&form, "/do/create-plan", &TERMS)
        .await
        .leads_to("/admin/plans");
    let board = ada.get("/admin/plans").await;
    board.says("EUR 1,250.00 a month").says("Subscribe to Team");
    let choose = ada.get(&link(&board.text(), "/choose")).await;
    choose.says("41 credits come into the pool at once: part 1 of 12 of 500 a year");
    ada.fill(&choose, "/do/subscribe", &[]).await.leads_to("/admin/plans");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_makes_a_plan_subscribes_and_sees_the_next_grant_and_why() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    ada.get("/admin/plans").await.says("No plan yet");
    let form = ada.get("/admin/plans/new").await;
    let wrong = [
        ("name", "Team"),
        ("amount", "500"),
        ("billing", "monthly"),
        ("currency", "JPY"),
        ("price", "1.50"),
        ("credit_price", "1"),
    ];
    let refused = house
        .unchanged("half a yen", ada.fill(&form, "/do/create-plan", &wrong))
        .await;
    refused.is(422);
    assert_eq!(refused.value("price"), "1.50");
    subscribed(&ada).await;
    for page in ["/admin/plans", "/admin"] {
        ada.get(page)
            .await
            .says("42 credits")
            .says("part 2 of 12 of 500 a year, rounded so that twelve parts make 500: 83 − 41 = 42");
    }
    house.clock.advance(TimeDelta::days(32));
    jobs::round(&house.portal).await.expect("a round of jobs");
    let ada = house.browser(house.ada()).await; // Sessions do not last a month.
    ada.get("/admin/plans").await.says("part 3 of 12");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_frozen_everybody_who_would_spend_is_told_why() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let mara = house.browser(house.mara()).await;
    subscribed(&ada).await;
    let board = ada.get("/admin/plans").await;
    let page = ada.get(&link(&board.text(), "/cancel")).await;
    page.says("The plan runs until");
    ada.fill(&page, "/do/cancel-subscription", &[("now", "true")])
        .await
        .leads_to("/admin/plans");
    let course = house.forklift().to_string();
    for page in ["/admin", "/admin/plans"] {
        ada.get(page).await.says("Credits are frozen.").says("Renew the plan");
    }
    let invite = format!("/manager/courses/{course}");
    for page in ["/manager/courses", &invite, &format!("{invite}/credits")] {
        mara.get(page)
            .await
            .says("Credits are frozen.")
            .says("Ask an admin to renew the plan");
    }
    let form = mara.get(&invite).await;
    let typed = [("addresses", "fay@contoso.example")];
    let refused = house
        .unchanged("a frozen invitation", mara.fill(&form, "/do/send-invitations", &typed))
        .await;
    refused
        .is(409)
        .says("The plan has lapsed, so credits are frozen and cannot be spent.");

    let board = ada.get("/admin/plans").await;
    let page = ada.get(&link(&board.text(), "/renew")).await;
    ada.fill(&page, "/do/renew-subscription", &[])
        .await
        .leads_to("/admin/plans");
    mara.get("/manager/courses").await.hides("Credits are frozen.");
    let form = mara.get(&invite).await;
    mara.fill(&form, "/do/send-invitations", &typed).await.is(303);
    house.close().await;
}
