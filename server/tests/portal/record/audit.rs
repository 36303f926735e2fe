//! The audit log: shown, searched and handed out.

use lectern_domain::samples;

use crate::support::House;

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_log_is_shown_filtered_and_handed_out() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let course = house.forklift().to_string();
    let fields = [
        ("course", course.as_str()),
        ("title", "=Another title"),
        ("description", ""),
    ];
    ada.post("/do/edit-course", &fields).await.is(303);
    let page = ada.get("/admin/audit").await;
    page.is(200)
        .says("Edited a course")
        .says("Before and after")
        .says("→ =Another title");
    assert!(
        page.text().contains(&format!("href=\"/admin/courses/{course}\"")),
        "{page}"
    );
    let filtered = ada
        .get("/admin/audit?act=course.edit&role=admin&kind=course&q=another")
        .await;
    filtered.is(200).says("=Another title").hides("Signed in</th>");
    ada.get("/admin/audit?act=course.edit&role=learner")
        .await
        .is(200)
        .says("Nothing found");
    ada.get(&format!("/admin/audit?actor={}", house.mara().user))
        .await
        .is(200)
        .hides("=Another title");
    let file = ada.get("/admin/audit.csv?act=course.edit").await;
    file.is(200).says("'=Another title");
    assert!(file.header("content-disposition").contains("audit.csv"), "{file}");
    assert_eq!(file.text().lines().count(), 2, "{file}");
    for actor in [house.mara(), house.learner(0), &house.people().sia] {
        house.browser(actor).await.get("/admin/audit.csv").await.is(404);
    }
    let sol = house.browser(&house.people().sol).await;
    sol.get("/admin/audit.csv")
        .await
        .is(200)
        .hides("=Another title")
        .hides("Northwind");
    sol.get(&format!("/admin/audit?subject={course}"))
        .await
        .is(200)
        .says("Nothing found");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_taken_off_a_course_is_named_in_the_audit_log_and_found_there() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let (course, noor) = (house.kitchen().to_string(), house.noor().user.to_string());
    let fields = [("course", course.as_str()), ("user", noor.as_str())];
    ada.post("/do/add-manager", &fields).await.is(303);
    ada.post("/do/remove-manager", &fields).await.is(303);
    for search in ["haddad", samples::NOOR.1] {
        let page = ada.get(&format!("/admin/audit?act=manager.remove&q={search}")).await;
        page.is(200)
            .says("manager: Noor Haddad")
            .says("state: active → removed")
            .hides(&noor);
    }
    let nobody = ada.get("/admin/audit?act=manager.remove&q=mara").await;
    nobody.is(200).says("Nothing found").hides("Noor Haddad");
    let file = ada.get("/admin/audit.csv?act=manager.add&q=haddad").await;
    assert_eq!(file.text().lines().count(), 3, "the header and both courses: {file}");
    file.says("manager: Noor Haddad; state: nothing → active").hides(&noor);
    house.close().await;
}
