//! Enrollments and refunds at their edges.

use lectern_contract::{Refusal, credits::CreditSource, registrations::RegistrationState};
use lectern_domain::{
    accounts::administer,
    courses::{edit, managers},
    credits::accounts::Which,
};

use crate::support::{House, refusal};

#[tokio::test(flavor = "multi_thread")]
async fn an_enrollment_takes_the_courses_credit_first_and_says_so() {
    let house = House::open().await;
    assert_eq!(
        refusal(house.enroll(house.learner(0).user, house.forklift()).await),
        Refusal::NoCredit
    );
    house.grant(2).await.expect("granted");
    house.allocate(house.forklift(), 1).await.expect("allocated");
    assert_eq!(
        house
            .enroll(house.learner(0).user, house.forklift())
            .await
            .expect("enrolled"),
        CreditSource::Course
    );
    assert_eq!(
        house
            .enroll(house.learner(1).user, house.forklift())
            .await
            .expect("enrolled"),
        CreditSource::Pool
    );
    assert_eq!(
        refusal(house.enroll(house.learner(2).user, house.forklift()).await),
        Refusal::NoCredit
    );
    assert_eq!(
        refusal(house.enroll(house.learner(1).user, house.forklift()).await),
        Refusal::AlreadyEnrolled
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_enrollment_uses_the_invitations_credit_no_more() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    house.grant(1).await.expect("granted");
    house
        .invite(house.mara(), house.forklift(), "lena@northwind.example")
        .await
        .expect("sent");
    house
        .enroll(house.learner(0).user, house.forklift())
        .await
        .expect("enrolled");
    assert_eq!(
        (house.held().await, house.consumed().await, house.pool().await),
        (0, 1, 0)
    );
    assert_eq!(house.free(house.forklift(), house.mara()).await, 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_before_the_first_launch_refunds_to_the_source_once() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let invited = house
        .invite(house.mara(), house.forklift(), "lena@northwind.example")
        .await
        .expect("sent");
    let token = house.token(invited).await;
    let id = house.accept(house.learner(0), &token).await.expect("accepted");
    assert!(house.withdraw(id).await.expect("withdrawn"));
    assert_eq!(house.free(house.forklift(), house.mara()).await, 1);
    assert_eq!(refusal(house.withdraw(id).await), Refusal::AlreadyWithdrawn);
    assert_eq!(
        (house.free(house.forklift(), house.mara()).await, house.consumed().await),
        (1, 0)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_goes_to_the_course_when_its_manager_was_removed() {
    let house = House::open().await;
    house.endow(house.forklift(), house.noor().user, 1).await;
    let invited = house
        .invite(house.noor(), house.forklift(), "lena@northwind.example")
        .await
        .expect("sent");
    let token = house.token(invited).await;
    let id = house.accept(house.learner(0), &token).await.expect("accepted");
    let gone = house
        .act(async |tx| managers::remove(tx, house.ada(), house.forklift(), house.noor().user).await)
        .await;
    gone.expect("Noor has nothing there");
    assert!(house.withdraw(id).await.expect("withdrawn"));
    assert_eq!(house.credits(Which::Course(house.forklift())).await, 1);
    assert_eq!(house.free(house.forklift(), house.noor()).await, 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_after_the_first_launch_keeps_the_credit_and_coming_back_is_free() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    house.grant(1).await.expect("granted");
    house
        .enroll(house.learner(0).user, house.forklift())
        .await
        .expect("enrolled");
    let row = house.registration(house.learner(0).user, house.forklift()).await;
    house.play(house.learner(0), row.id).await;
    assert!(!house.withdraw(row.id).await.expect("withdrawn"));
    assert_eq!(
        refusal(house.launch(house.learner(0), row.id).await),
        Refusal::AlreadyWithdrawn
    );

    let back = house
        .enroll(house.learner(0).user, house.forklift())
        .await
        .expect("enrolled again");
    assert_eq!((back, house.consumed().await), (CreditSource::Earlier, 1));
    assert!(!house.withdraw(row.id).await.expect("withdrawn"));

    let invited = house
        .invite(house.mara(), house.forklift(), "lena@northwind.example")
        .await
        .expect("sent");
    let token = house.token(invited).await;
    let id = house.accept(house.learner(0), &token).await.expect("accepted");
    assert_eq!(id, row.id, "the same cycle is the same registration");
    assert_eq!(
        (house.consumed().await, house.held().await),
        (1, 0),
        "one credit for one cycle"
    );
    assert_eq!(
        house.free(house.forklift(), house.mara()).await,
        1,
        "the held one went back"
    );
    assert_eq!(
        house.registration(house.learner(0).user, house.forklift()).await.state,
        RegistrationState::Active
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_enrolled_who_is_suspended_or_on_a_course_that_is_not_live() {
    let house = House::open().await;
    house.grant(2).await.expect("granted");
    house
        .act(async |tx| administer::suspend(tx, house.ada(), house.learner(0).user).await)
        .await
        .expect("suspended");
    assert_eq!(
        refusal(house.enroll(house.learner(0).user, house.forklift()).await),
        Refusal::UserSuspended
    );
    house
        .act(async |tx| edit::archive(tx, house.ada(), house.forklift()).await)
        .await
        .expect("archived");
    assert_eq!(
        refusal(house.enroll(house.learner(1).user, house.forklift()).await),
        Refusal::CourseNotLive
    );
    assert_eq!(house.pool().await, 2);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_admin_stays() {
    let house = House::open().await;
    let ada = house.ada();
    assert_eq!(
        refusal(house.act(async |tx| administer::suspend(tx, ada, ada.user).await).await),
        Refusal::LastAdmin
    );
    assert_eq!(
        refusal(house.act(async |tx| administer::delete(tx, ada, ada.user).await).await),
        Refusal::LastAdmin
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_managers_learners_are_those_who_have_access() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 2).await;
    let mut ids = vec![];
    for (number, email) in ["lena@northwind.example", "omar@northwind.example"].iter().enumerate() {
        let invited = house.invite(house.mara(), house.forklift(), email).await.expect("sent");
        let token = house.token(invited).await;
        ids.push(house.accept(house.learner(number), &token).await.expect("accepted"));
    }
    house.withdraw(ids[0]).await.expect("withdrawn");
    let row = managers::show(house.portal.reader(), house.ada(), house.forklift(), house.mara().user).await;
    assert_eq!(row.expect("Mara manages the course").learners, 1);
    house.close().await;
}
