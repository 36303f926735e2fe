//! Retakes and recertification (`spec/credits.md` 13).

use chrono::TimeDelta;
use lectern_contract::{
    Refusal,
    credits::CreditSource,
    registrations::{EarlierCycle, MyCourse, Success},
};
use lectern_domain::{
    certificates,
    registrations::{choices::choices, lists},
};
use lectern_entities::registration;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::support::{House, commit_of, refusal, rush, sort};

async fn learn(house: &House, learner: usize, status: &str) {
    let who = house.learner(learner);
    let id = house.registration(who.user, house.forklift()).await.id;
    let token = house.play(who, id).await;
    house
        .commit(&token, commit_of(1, &[("cmi.core.lesson_status", status)]))
        .await;
}

async fn cycles(house: &House, learner: usize) -> Vec<registration::Model> {
    let rows = registration::Entity::find()
        .filter(registration::Column::UserId.eq(house.learner(learner).user))
        .order_by_asc(registration::Column::Cycle);
    rows.all(house.portal.reader())
        .await
        .expect("registrations can be read")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retake_after_failing_is_the_same_registration_and_costs_nothing() {
    let house = House::open().await;
    house.grant(5).await.expect("granted");
    let (lena, course) = (house.learner(0), house.forklift());
    house.enroll(lena.user, course).await.expect("enrolled");
    let first = house.registration(lena.user, course).await;
    learn(&house, 0, "failed").await;
    assert_eq!(house.registration(lena.user, course).await.success, Success::Failed);
    assert_eq!(refusal(house.enroll(lena.user, course).await), Refusal::AlreadyEnrolled);
    let mine = choices(house.portal.reader(), house.ada(), Some(lena.user))
        .await
        .expect("choices");
    assert!(mine.courses.iter().all(|choice| choice.course != course), "not offered");
    learn(&house, 0, "passed").await;
    let rows = cycles(&house, 0).await;
    assert_eq!(
        (rows.len(), rows[0].id, rows[0].success),
        (1, first.id, Success::Passed)
    );
    assert_eq!((house.consumed().await, house.pool().await), (1, 4));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_completed_course_is_begun_again_in_a_new_cycle_with_a_new_credit() {
    let house = House::open().await;
    house.grant(3).await.expect("granted");
    let (lena, course) = (house.learner(0), house.forklift());
    house.enroll(lena.user, course).await.expect("enrolled");
    learn(&house, 0, "passed").await;
    let mine = choices(house.portal.reader(), house.ada(), Some(lena.user))
        .await
        .expect("choices");
    let choice = mine
        .courses
        .iter()
        .find(|choice| choice.course == course)
        .expect("offered again");
    assert!(choice.again && choice.source == Some(CreditSource::Pool));
    let invited = house.invite(house.ada(), course, "lena@northwind.example").await;
    assert!(
        matches!(refusal(invited), Refusal::Addresses(_)),
        "an admin begins the cycle, no invitation"
    );

    assert_eq!(
        house.enroll(lena.user, course).await.expect("again"),
        CreditSource::Pool
    );
    let rows = cycles(&house, 0).await;
    assert_eq!(rows.iter().map(|row| row.cycle).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(rows[1].first_launched_at, None, "it begins from nothing");
    assert_eq!((house.consumed().await, house.pool().await), (2, 1));
    assert_eq!(refusal(house.enroll(lena.user, course).await), Refusal::AlreadyEnrolled);
    let keys = house.keys("enroll:").await;
    let expected = [1, 2].map(|cycle| format!("enroll:{}:{course}:{cycle}", lena.user));
    assert_eq!(keys, expected);
    let mine = lists::my_courses(house.portal.reader(), lena)
        .await
        .expect("my courses");
    assert_eq!(
        mine.iter().map(|one| one.registration).collect::<Vec<_>>(),
        [rows[1].id]
    );

    assert!(
        house.withdraw(rows[1].id).await.expect("withdrawn"),
        "its own credit comes back"
    );
    house
        .enroll(lena.user, course)
        .await
        .expect("the second cycle comes back");
    assert_eq!(cycles(&house, 0).await.len(), 2);
    assert_eq!((house.consumed().await, house.pool().await), (2, 1));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_admins_who_begin_the_next_cycle_at_once_one_does() {
    let house = House::open().await;
    house.grant(20).await.expect("granted");
    let (lena, course) = (house.learner(0).user, house.forklift());
    house.enroll(lena, course).await.expect("enrolled");
    learn(&house, 0, "completed").await;
    let portals = [house.portal.clone(), house.second_process().await];
    let ada = house.ada().clone();
    let answers = rush(&portals, 10, |portal, number| {
        let ada = ada.clone();
        async move {
            let tx = portal.begin().await?;
            let key = format!("cycle/{number}");
            let source = lectern_domain::registrations::enroll::enroll(&tx, &ada, &key, lena, course).await?;
            tx.commit().await?;
            Ok(source)
        }
    })
    .await;
    let (through, refused) = sort(answers);
    assert_eq!((through.len(), refused), (1, vec![Refusal::AlreadyEnrolled; 9]));
    assert_eq!(house.consumed().await, 2);
    house.close().await;
}

/// The one course that a learner has.
async fn mine(house: &House, learner: usize) -> MyCourse {
    let mine = lists::my_courses(house.portal.reader(), house.learner(learner)).await;
    let mut mine = mine.expect("my courses");
    assert_eq!(mine.len(), 1);
    mine.swap_remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_certificates_of_earlier_cycles_stay_with_the_learner() {
    let house = House::open().await;
    house.grant(3).await.expect("granted");
    let (lena, course) = (house.learner(0), house.forklift());
    for _ in 0..2 {
        house.enroll(lena.user, course).await.expect("enrolled");
        learn(&house, 0, "passed").await;
        house.clock.advance(TimeDelta::days(30));
    }
    house.enroll(lena.user, course).await.expect("a third time");
    let rows = cycles(&house, 0).await;
    let kept = |row: &registration::Model| EarlierCycle {
        registration: row.id,
        completed: row.completed_at.expect("completed"),
        until: None,
    };
    let listed = mine(&house, 0).await;
    assert_eq!((listed.registration, listed.certificate), (rows[2].id, false));
    assert_eq!(listed.earlier, [kept(&rows[1]), kept(&rows[0])], "the newest first");
    for row in &rows[..2] {
        house
            .act(async |tx| certificates::issue(tx, lena, row.id).await)
            .await
            .expect("issued");
        let paper = certificates::show(&house.portal, lena, row.id).await.expect("theirs");
        assert_eq!(Some(paper.completed), row.completed_at);
    }

    house.withdraw(rows[2].id).await.expect("withdrawn");
    let listed = mine(&house, 0).await;
    assert_eq!((listed.registration, listed.certificate), (rows[1].id, true));
    assert_eq!(listed.earlier, [kept(&rows[0])]);
    house.withdraw(rows[0].id).await.expect("withdrawn");
    assert_eq!(
        mine(&house, 0).await.earlier,
        [],
        "who was withdrawn has no certificate"
    );
    house.close().await;
}
