//! What falls due, counted by learners, and whose credit that takes.

use chrono::TimeDelta;
use lectern_domain::{
    courses::{archive, managers},
    credits,
    registrations::enroll,
    samples::LEARNERS,
};

use super::follow;
use crate::support::House;

#[tokio::test(flavor = "multi_thread")]
async fn each_recertification_that_falls_due_is_a_learner() {
    let house = House::open().await;
    let (ada, course) = (house.ada(), house.forklift());
    house.clock.advance(TimeDelta::days(40));
    let omar = house.learner(1).user;
    house
        .act(async |tx| enroll::enroll(tx, ada, "numbers/due", omar, course).await)
        .await;
    // Lena began on March 2, Omar on April 11, which is today: due on May 2 and June 11. The pool pays for both.
    for sql in [
        "update course set validity_months = 2",
        "update registration set completion = 'completed', success = 'passed', completed_at = created_at",
        "update registration set manager_id = (select id from users where email = 'mara@northwind.example')
         where user_id = (select id from users where email = 'lena@northwind.example')",
    ] {
        house.sabotage(sql).await;
    }
    house
        .act(async |tx| credits::deallocate(tx, ada, "numbers/return", course, 3).await)
        .await;
    let (ada, mara) = (house.browser(house.ada()).await, house.browser(house.mara()).await);
    let at = format!("/admin/courses/{course}");
    assert!(follow(&ada, "/admin").await.ends_with(&[1, 2]));
    ada.get("/admin")
        .await
        .says("href=\"#recertifications\"")
        .says("1 falls due")
        .says("id=\"recertifications\"");
    assert_eq!(follow(&ada, &at).await, [1, 2]);
    let credits = format!("/manager/courses/{course}/credits");
    assert_eq!(follow(&mara, &credits).await, [2, 1, 1, 1]);
    mara.get(&credits)
        .await
        .says("1 of your learners")
        .says(" has to take this course again within four weeks")
        .says("1 within a year")
        .says("takes a credit of the course or of the pool, not yours.")
        .hides("Recertifications");
    let (lena, omar) = (LEARNERS[0].0, LEARNERS[1].0);
    let list = format!("{at}/learners");
    ada.get(&format!("{list}?due=soon&q=e"))
        .await
        .is(200)
        .says(lena)
        .hides(omar)
        .says("To be taken again within four weeks")
        .says(&format!("href=\"{list}?q=e\""))
        .says("type=\"hidden\" name=\"due\" value=\"soon\"");
    let page = ada.get(&format!("{list}?due=year")).await;
    page.says(lena).says(omar).says("To be taken again within a year");
    let page = ada.get(&format!("{list}?due=some+day")).await;
    page.is(200).says(omar).hides("To be taken again within");
    house
        .act(async |tx| archive::archive(tx, house.ada(), course).await)
        .await;
    ada.get(&format!("{list}?due=soon"))
        .await
        .is(200)
        .says("Nobody found")
        .hides(lena);
    ada.get(&at).await.is(200).hides("Recertifications");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_without_credits_reads_whose_credit_the_next_cycle_takes() {
    let house = House::open().await;
    let (ada, kitchen) = (house.ada(), house.kitchen());
    let (noor, omar) = (house.noor().user, house.learner(1).user);
    house.act(async |tx| managers::add(tx, ada, kitchen, noor).await).await;
    house
        .act(async |tx| enroll::enroll(tx, ada, "numbers/omar", omar, kitchen).await)
        .await;
    for sql in [
        "update course set validity_months = 12",
        "update registration set completion = 'completed', success = 'passed', completed_at = created_at",
        "update registration set manager_id = (select id from users where email = 'noor@northwind.example')
         where user_id = (select id from users where email = 'omar@northwind.example')",
    ] {
        house.sabotage(sql).await;
    }
    let noor = house.browser(house.noor()).await;
    let credits = format!("/manager/courses/{kitchen}/credits");
    noor.get(&credits)
        .await
        .is(200)
        .says("No credit was assigned to you yet")
        .says(" has to take this course again within a year")
        .hides("within four weeks");
    // Nothing held, one learner, and the same one again.
    assert_eq!(follow(&noor, &credits).await, [0, 1, 1]);
    house.act(async |tx| archive::archive(tx, ada, kitchen).await).await;
    noor.get(&credits).await.is(200).hides("take this course again");
    house.close().await;
}
