//! Reminders of learners: one's own only, once a day, not too often, and never those who are done.

use chrono::TimeDelta;
use lectern_contract::{Refusal, RegistrationId, letters::LetterKind, limits, paging::Query};
use lectern_domain::{
    Actor, Result,
    accounts::administer,
    registrations::{lists, remind::remind},
    samples,
};
use lectern_entities::letter;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::support::{House, fresh_key, refusal, rush, sort};

async fn remind_now(house: &House, who: &Actor, id: RegistrationId) -> Result<()> {
    house.act(async |tx| remind(tx, who, &fresh_key(), id).await).await
}

async fn letters(house: &House) -> u64 {
    let reminders = letter::Entity::find().filter(letter::Column::Kind.eq(LetterKind::LearnerReminded));
    reminders.count(house.portal.reader()).await.expect("counted")
}

/// Mara's learner: invited and accepted.
async fn learner_of_mara(house: &House) -> RegistrationId {
    house.endow(house.forklift(), house.mara().user, 1).await;
    let id = house
        .invite(house.mara(), house.forklift(), samples::LEARNERS[0].1)
        .await
        .expect("invited");
    let token = house.token(id).await;
    house.accept(house.learner(0), &token).await.expect("accepted")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_reminds_their_own_learners_once_a_day() {
    let house = House::open().await;
    let id = learner_of_mara(&house).await;
    remind_now(&house, house.mara(), id).await.expect("reminded");
    assert_eq!(
        refusal(remind_now(&house, house.mara(), id).await),
        Refusal::RemindLimit
    );
    assert_eq!(
        refusal(remind_now(&house, house.ada(), id).await),
        Refusal::RemindLimit,
        "whoever reminds"
    );
    assert_eq!(letters(&house).await, 1, "a refused reminder writes no letter");
    for _ in 1..limits::REMINDERS {
        house.clock.advance(TimeDelta::days(1));
        remind_now(&house, house.ada(), id).await.expect("a day later");
    }
    house.clock.advance(TimeDelta::days(1));
    assert_eq!(
        refusal(remind_now(&house, house.mara(), id).await),
        Refusal::RemindLimit,
        "enough"
    );
    let (query, all) = (Query::default(), lists::Wanted::default());
    let row = &lists::learners(&house.portal, house.mara(), house.forklift(), &query, all)
        .await
        .expect("her learners")
        .rows[0];
    assert_eq!(
        (row.reminders.count, row.no_reminder(house.portal.now())),
        (limits::REMINDERS, Some(Refusal::RemindLimit))
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn others_learners_do_not_exist_and_the_done_are_left_alone() {
    let house = House::open().await;
    let id = learner_of_mara(&house).await;
    let sol = samples::neighbor(&house.portal).await.expect("neighbors move in");
    for who in [house.noor(), house.learner(0), house.learner(1), &sol] {
        assert_eq!(
            refusal(remind_now(&house, who, id).await),
            Refusal::NotFound,
            "{:?}",
            who.role
        );
    }
    house
        .act(async |tx| administer::suspend(tx, house.ada(), house.learner(0).user).await)
        .await
        .expect("suspended");
    assert_eq!(
        refusal(remind_now(&house, house.mara(), id).await),
        Refusal::UserSuspended
    );
    house
        .act(async |tx| administer::restore(tx, house.ada(), house.learner(0).user).await)
        .await
        .expect("restored");
    house.pass(house.learner(0)).await;
    assert_eq!(
        refusal(remind_now(&house, house.mara(), id).await),
        Refusal::NothingToRemind
    );
    house.withdraw(id).await.expect("withdrawn");
    assert_eq!(
        refusal(remind_now(&house, house.mara(), id).await),
        Refusal::NothingToRemind
    );
    assert_eq!(letters(&house).await, 0);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_reminders_at_once_one_is_sent_and_the_same_form_twice_is_one() {
    let house = House::open().await;
    let id = learner_of_mara(&house).await;
    let portals = [house.portal.clone(), house.second_process().await];
    let mara = house.mara().clone();
    let act = |portal, _| {
        let mara = mara.clone();
        async move { crate::support::act_on(&portal, async |tx| remind(tx, &mara, &fresh_key(), id).await).await }
    };
    let (through, refused) = sort(rush(&portals, 8, act).await);
    assert_eq!((through.len(), refused), (1, vec![Refusal::RemindLimit; 7]));
    assert_eq!(letters(&house).await, 1);
    house.clock.advance(TimeDelta::days(1));
    for _ in 0..2 {
        house
            .act(async |tx| remind(tx, &mara, "same form", id).await)
            .await
            .expect("the same answer");
    }
    assert_eq!(letters(&house).await, 2);
    house.close().await;
}
