//! Certificates: printed, confirmed, and those of earlier cycles.

use chrono::TimeDelta;
use lectern_domain::{registrations::enroll, samples};

use crate::support::{House, pdf};

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
