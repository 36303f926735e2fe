//! Thresholds: percentages, a course's own, and who sets them.

use lectern_contract::{Refusal, credits::AccountKind, refusal::Field, watch::Threshold};
use lectern_domain::{
    credits::watch::thresholds::{self, ThresholdsForm},
    samples,
};

use crate::support::{House, refusal};

#[tokio::test(flavor = "multi_thread")]
async fn a_percentage_is_of_what_was_there_when_it_was_last_filled() {
    let house = House::open().await;
    let basis = async || house.account(AccountKind::Pool, None).await.basis;
    house.grant(100).await.expect("granted");
    assert_eq!(basis().await, 100);
    house.allocate(house.forklift(), 60).await.expect("allocated");
    house.deallocate(house.forklift(), 20).await.expect("returned");
    assert_eq!(basis().await, 100, "what comes back fills nothing");
    house.grant(1).await.expect("a small top-up");
    assert_eq!(basis().await, 61, "does not make the threshold small");
    house.allocate(house.forklift(), 54).await.expect("7 left");
    assert_eq!(house.low_letters().await, 0);
    house
        .allocate(house.forklift(), 1)
        .await
        .expect("6 left: ten percent of 61, rounded down");
    assert_eq!(house.low_letters().await, 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_courses_own_thresholds_hold_there_alone_and_for_accounts_to_come() {
    let house = House::open().await;
    house.thresholds("off", "off", "off").await.expect("set");
    let own = async |course: &str, managers: &str| {
        let (course, managers) = (course.to_owned(), managers.to_owned());
        house
            .act(async |tx| thresholds::set_course(tx, house.ada(), house.forklift(), &course, &managers).await)
            .await
    };
    own("", "50 %").await.expect("set");
    let show = thresholds::of_course(house.portal.reader(), house.ada(), house.forklift())
        .await
        .expect("shown");
    assert_eq!((show.course, show.managers), (None, Some(Threshold::Percent(50))));
    house.endow(house.forklift(), house.mara().user, 4).await;
    house.endow(house.fire(), house.mara().user, 4).await;
    assert_eq!(house.low_letters().await, 0);
    for name in ["a", "b"] {
        let email = format!("{name}@contoso.example");
        house.invite(house.mara(), house.fire(), &email).await.expect("sent");
        house
            .invite(house.mara(), house.forklift(), &email)
            .await
            .expect("sent");
    }
    assert_eq!(house.low_letters().await, 1, "half of four is two");
    own("", "").await.expect("as everywhere");
    assert_eq!(
        house.account(AccountKind::Manager, Some(house.mara())).await.threshold,
        Threshold::Off
    );
    own("off", "1").await.expect("moves no credits");
    assert_eq!(house.low_letters().await, 1);
    for wrong in ["-1", "101 %", "many"] {
        assert_eq!(refusal(own(wrong, "").await), Refusal::Malformed(Field::LowCourse));
        assert_eq!(refusal(own("", wrong).await), Refusal::Malformed(Field::LowManagers));
        assert_eq!(
            refusal(house.thresholds(wrong, "1", "1").await),
            Refusal::Malformed(Field::LowPool)
        );
    }
    assert_eq!(
        refusal(house.thresholds("", "1", "1").await),
        Refusal::Missing(Field::LowPool)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn thresholds_are_an_admins_and_of_one_organization() {
    let house = House::open().await;
    let sol = samples::neighbor(&house.portal).await.expect("neighbors move in");
    for who in [house.mara(), house.learner(0), &sol] {
        let course = house.forklift();
        let set = house
            .act(async |tx| thresholds::set_course(tx, who, course, "1", "1").await)
            .await;
        assert_eq!(refusal(set), Refusal::NotFound);
        assert_eq!(
            refusal(thresholds::of_course(house.portal.reader(), who, course).await),
            Refusal::NotFound
        );
    }
    let form = ThresholdsForm {
        pool: "7".into(),
        course: "7".into(),
        managers: "7".into(),
    };
    let set = house
        .act(async |tx| thresholds::set(tx, house.mara(), &form).await)
        .await;
    assert_eq!(refusal(set), Refusal::NotFound);
    house
        .act(async |tx| thresholds::set(tx, &sol, &form).await)
        .await
        .expect("their own");
    assert_eq!(
        house.account(AccountKind::Pool, None).await.threshold,
        Threshold::Percent(10)
    );
    house.close().await;
}
