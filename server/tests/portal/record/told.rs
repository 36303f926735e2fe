//! What people are told: how credits and courses work, and a reminder.

use lectern_domain::samples;

use crate::support::House;

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
