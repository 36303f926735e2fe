//! The first start.

use crate::support::House;

#[tokio::test(flavor = "multi_thread")]
async fn a_new_portal_is_set_up_once_through_its_link() {
    let house = House::empty().await;
    let browser = house.anonymous();
    browser.get("/").await.leads_to("/setup");
    browser
        .get("/setup")
        .await
        .is(200)
        .says("This portal is new and waits for its set-up.");
    browser.get("/setup?token=wrong").await.is(410);
    let link = lectern_server::serve::setup_link(&house.portal);
    let path = link.strip_prefix(&house.config.base_url).expect("on this portal");
    let page = browser.get(path).await;
    page.says("The portal’s address")
        .says(&house.config.base_url)
        .hides("name=\"base_url\"");
    let typed = [
        ("title", "Northwind Training"),
        ("time_zone", "Europe/Berlin"),
        ("name", "Ada Brandt"),
        ("email", "ada@northwind.example"),
        ("password", "orchard-lantern-42"),
        ("repeat", "orchard-lantern-43"),
    ];
    let answer = house
        .unchanged("a refused set-up", browser.fill(&page, "/do/set-up", &typed))
        .await;
    assert_eq!(answer.is(422).problem("repeat"), "The two passwords differ.");
    assert_eq!(answer.value("title"), "Northwind Training");
    answer.hides("orchard-lantern");
    let mut right = typed.to_vec();
    right[5] = ("repeat", "orchard-lantern-42");
    let mut stolen = right.clone();
    stolen.push(("token", "wrong"));
    house
        .unchanged("a wrong token", browser.post("/do/set-up", &stolen))
        .await
        .is(410);
    browser.fill(&page, "/do/set-up", &right).await.leads_to("/admin");
    browser.get("/admin").await.is(200);
    let second = house.anonymous();
    second.get(path).await.is(409);
    house
        .unchanged("a second set-up", second.fill(&page, "/do/set-up", &right))
        .await
        .is(409);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_comes_with_a_tick() {
    let house = House::empty().await;
    let browser = house.anonymous();
    let token = house.portal.secret().setup();
    let fields = [
        ("token", token.as_str()),
        ("title", "Northwind Training"),
        ("time_zone", "Europe/Berlin"),
        ("name", "Ada Brandt"),
        ("email", "ada@northwind.example"),
        ("password", "orchard-lantern-42"),
        ("repeat", "orchard-lantern-42"),
        ("demo", "yes"),
    ];
    browser.post("/do/set-up", &fields).await.leads_to("/admin");
    browser.get("/admin/courses").await.is(200).says("Forklift");
    house.close().await;
}
