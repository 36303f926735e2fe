//! The record over HTTP: refusals, the audit log, the explanation, reminders and certificates.

use chrono::TimeDelta;
use lectern_contract::Role;
use lectern_domain::{registrations::enroll, samples};

use crate::support::{Answer, House, pdf};

/// Tries to invite what is none, as a form.
async fn refuse(house: &House, addresses: &str) -> Answer {
    let course = house.forklift().to_string();
    let fields = [
        ("course", course.as_str()),
        ("addresses", addresses),
        ("key", addresses),
    ];
    house
        .browser(house.mara())
        .await
        .post("/do/send-invitations", &fields)
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_invitation_is_in_the_log_of_its_manager_and_of_the_admins_and_of_nobody_else() {
    let house = House::open().await;
    refuse(&house, "nobody, =1+1").await.is(422);
    let (ada, mara) = (house.browser(house.ada()).await, house.browser(house.mara()).await);
    let page = ada.get("/admin/refusals").await;
    page.is(200)
        .says("Not an address")
        .says("“nobody” is not an e-mail address.")
        .says("Mara Lind");
    mara.get("/manager/refusals").await.is(200).says("nobody").says("=1+1");
    let found = mara.get("/manager/refusals?q=NOBODY&reason=no_address").await;
    found.is(200).says("nobody").hides("=1+1");
    mara.get("/manager/refusals?reason=no_credit")
        .await
        .is(200)
        .says("Nothing found");
    mara.get("/manager/refusals?from=2020-01-01&to=2020-12-31")
        .await
        .is(200)
        .says("Nothing found");
    let odd = "/manager/refusals?reason=x&act=y&course=z&from=now&to=%00&before=1&after=%ff&q=%27%3B--";
    mara.get(odd).await.is(200).says("Nothing found");
    for (area, browser) in [("admin", &ada), ("manager", &mara)] {
        let file = browser.get(&format!("/{area}/refusals.csv")).await;
        assert_eq!(file.is(200).header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(file.text().lines().count(), 3, "{file}");
        file.says("'=1+1");
    }
    let people = house.people();
    for actor in [house.noor(), house.learner(0), &people.sia, &people.sol] {
        let browser = house.browser(actor).await;
        let area = actor.role;
        let page = browser.get(&format!("/{area}/refusals")).await;
        let file = browser.get(&format!("/{area}/refusals.csv")).await;
        if area == Role::Learner {
            page.is(404);
            file.is(404);
            browser.get("/admin/refusals.csv").await.is(404);
            browser.get("/manager/refusals.csv").await.is(404);
        } else {
            page.is(200).hides("=1+1").hides("Mara");
            assert_eq!(file.is(200).text().lines().count(), 1, "the header alone: {file}");
        }
    }
    house
        .anonymous()
        .get("/admin/refusals.csv")
        .await
        .leads_to("/sign-in?next=%2Fadmin%2Frefusals%2Ecsv");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_refusal_again_counts_up_and_the_answer_stays() {
    let house = House::open().await;
    for _ in 0..3 {
        refuse(&house, "nobody").await.is(422);
    }
    let counted = house.texts("select cast(sum(times) as text) from refused").await;
    assert_eq!(counted, ["3"]);
    assert_eq!(house.texts("select reason from refused").await, ["no_address"]);
    house.sabotage("alter table refused rename to elsewhere").await;
    refuse(&house, "nobody").await.is(422).says("is not an e-mail address");
    house.sabotage("alter table elsewhere rename to refused").await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_act_that_is_watched_writes_its_refusal_down() {
    let house = House::open().await;
    let nothing = "01970000-0000-7000-8000-000000000009";
    let ada = house.browser(house.ada()).await;
    let user = house.learner(0).user.to_string();
    for (act, fields) in [
        (
            "enroll-user",
            vec![("user", user.as_str()), ("course", nothing), ("key", "1")],
        ),
        (
            "enroll-new-user",
            vec![
                ("name", "Nia"),
                ("email", "nia@northwind.example"),
                ("course", nothing),
                ("key", "2"),
            ],
        ),
        (
            "send-invitations",
            vec![("course", nothing), ("addresses", "yan@contoso.example"), ("key", "3")],
        ),
        ("re-invite", vec![("invitation", nothing), ("key", "4")]),
        ("send-batch", vec![("batch", nothing), ("key", "5")]),
        ("approve-claim", vec![("claim", nothing), ("key", "6")]),
        ("accept-invitation", vec![("token", "none")]),
    ] {
        ada.post(&format!("/do/{act}"), &fields).await.is(404);
    }
    let learner = house.browser(house.learner(0)).await;
    learner.post("/do/launch", &[("registration", nothing)]).await.is(404);
    let mut acts = house
        .texts("select act || ' ' || reason || ' ' || cast(times as text) || ' ' || address from refused")
        .await;
    acts.sort();
    assert_eq!(
        acts,
        [
            "accept not_yours 1 ",
            "enroll not_yours 1 ",
            "enroll not_yours 1 nia@northwind.example",
            "invite not_yours 1 yan@contoso.example",
            "invite not_yours 3 ",
            "launch not_yours 1 ",
        ]
        .map(str::to_owned)
    );
    house.close().await;
}

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

#[tokio::test(flavor = "multi_thread")]
async fn the_explanation_follows_the_settings() {
    let house = House::open().await;
    let (ada, mara) = (house.browser(house.ada()).await, house.browser(house.mara()).await);
    let lena = house.browser(house.learner(0)).await;
    let (managers, learners) = ("/manager/how-credits-work", "/learner/how-courses-work");
    mara.get(managers)
        .await
        .is(200)
        .says("accepted for 30 days")
        .says("who never opened the course");
    lena.get(learners)
        .await
        .is(200)
        .says("before you open it the first time")
        .hides("credit");
    let fields = [
        ("invitation_days", "5"),
        ("refund_policy", "within_days"),
        ("refund_percent", "10"),
        ("refund_days", "21"),
        ("proration", "floor"),
        ("grace_days", "0"),
        ("managers_can_buy", "true"),
    ];
    ada.post("/do/change-settings", &fields).await.is(303);
    mara.get(managers)
        .await
        .says("accepted for 5 days")
        .says("withdrawn within 21 days of the enrollment")
        .says("rounded down")
        .says("without a grace")
        .says("or buy them yourself")
        .hides("who never opened the course");
    lena.get(learners)
        .await
        .says("waits 5 days for you")
        .says("within 21 days")
        .hides("before you open it");
    house.close().await;
}

/// Lena's registration, enrolled by Mara's invitation and completed.
async fn completed(house: &House) -> String {
    let id = house.registration().await.to_string();
    house
        .sabotage(
            "update registration set completion = 'completed', completed_at = created_at, score = 0.9, manager_id = (
                 select id from users where email_key = 'mara@northwind.example')",
        )
        .await;
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_printed_for_its_own_and_confirmed_to_anybody_who_has_its_number() {
    let house = House::open().await;
    let id = completed(&house).await;
    let lena = house.browser(house.learner(0)).await;
    let paper = |role: &str| format!("/{role}/registrations/{id}/certificate.pdf");
    lena.get("/learner/courses").await.is(200).says("Certificate");
    lena.get(&paper("learner")).await.is(404);
    lena.post("/do/issue-certificate", &[("registration", &id)])
        .await
        .leads_to(&paper("learner"));
    let file = lena.get(&paper("learner")).await;
    assert_eq!(file.is(200).header("content-type"), "application/pdf");
    let said = pdf::texts(&file.body);
    let says = |words: &str| said.iter().any(|run| run.contains(words));
    assert!(
        says(samples::LEARNERS[0].0) && says("90 %") && says(samples::ORGANIZATION),
        "{said:?}"
    );
    let number = file
        .header("content-disposition")
        .split("certificate-")
        .nth(1)
        .expect("a number");
    let number = number.trim_end_matches(".pdf\"").to_owned();
    assert!(
        says(&number) && says(&format!("/certificates/{}", number.replace('-', ""))),
        "{said:?}"
    );
    let stranger = house.anonymous();
    let confirmed = stranger.get(&format!("/certificates/{}", number.to_lowercase())).await;
    confirmed.is(200).says("Genuine").says(samples::LEARNERS[0].0);
    confirmed
        .hides("90 %")
        .hides("@northwind")
        .hides("Mara")
        .hides("Northwind Training");
    assert!(confirmed.text().contains("noindex"), "{confirmed}");
    stranger.get("/certificates/AAAA-AAAA-AAAA-AAAA").await.is(404);
    let people = house.people();
    for actor in [house.learner(1), house.noor(), &people.lou, &people.sia, &people.sol] {
        let browser = house.browser(actor).await;
        browser.get(&paper(actor.role.as_str())).await.is(404);
        browser
            .post("/do/issue-certificate", &[("registration", &id)])
            .await
            .is(404);
    }
    for actor in [house.mara(), house.ada()] {
        let file = house.browser(actor).await.get(&paper(actor.role.as_str())).await;
        assert!(file.is(200).header("content-disposition").contains(&number));
    }
    stranger.get(&paper("learner")).await.is(303);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_certificate_of_an_earlier_cycle_is_below_the_course() {
    let house = House::open().await;
    let id = completed(&house).await;
    let lena = house.browser(house.learner(0)).await;
    lena.get("/learner/courses").await.is(200).hides("Certificate of Mar 2");
    let (ada, user, course) = (house.ada(), house.learner(0).user, house.forklift());
    house
        .act(async |tx| enroll::enroll(tx, ada, "record/again", user, course).await)
        .await;
    let page = lena.get("/learner/courses").await;
    page.is(200)
        .says("Not started")
        .says("Certificate of Mar 2, 2026")
        .hides("Valid until");
    let paper = format!("/learner/registrations/{id}/certificate.pdf");
    lena.post("/do/issue-certificate", &[("registration", &id)])
        .await
        .leads_to(&paper);
    lena.get(&paper).await.is(200);
    house.sabotage("update course set validity_months = 1").await;
    lena.get("/learner/courses")
        .await
        .says("Valid until")
        .says("Apr 2, 2026");
    house.clock.advance(TimeDelta::days(40));
    let lena = house.browser(house.learner(0)).await;
    let page = lena.get("/learner/courses").await;
    page.says("Expired on").hides("Valid until");
    lena.get("/learner/how-courses-work")
        .await
        .says("valid until the day that stands on it");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_learner_is_reminded_from_the_list_and_the_list_says_why_not() {
    let house = House::open().await;
    let id = house.registration().await.to_string();
    house
        .sabotage(
            "update registration set manager_id = (select id from users where email_key = 'mara@northwind.example')",
        )
        .await;
    let mara = house.browser(house.mara()).await;
    let list = format!("/manager/courses/{}/learners", house.forklift());
    mara.get(&list)
        .await
        .is(200)
        .says("Remind")
        .says("There is a certificate once the course is completed.");
    let fields = [
        ("registration", id.as_str()),
        ("key", "remind"),
        ("page", list.as_str()),
    ];
    mara.post("/do/remind-learner", &fields).await.leads_to(&list);
    mara.get(&list)
        .await
        .says("The reminder is on its way.")
        .says("Reminded last on")
        .says("once a day");
    let again = [
        ("registration", id.as_str()),
        ("key", "another"),
        ("page", list.as_str()),
    ];
    mara.post("/do/remind-learner", &again).await.is(429).says("once a day");
    let letter = house.letter_to(samples::LEARNERS[0].1).await;
    assert!(letter.subject.starts_with("A reminder: "), "{}", letter.subject);
    house.close().await;
}
