//! Letters about completions that fall due: each learner is told once, near the day, and only who has to repeat it.

mod managers;

use chrono::TimeDelta;
use lectern_contract::{letters::LetterKind, people::DELETED};
use lectern_domain::{
    Portal,
    accounts::administer,
    courses::archive,
    registrations::falls_due::{tell, waiting},
    samples::LEARNERS,
    settings::{self, SettingsForm},
};
use lectern_entities::audit;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::settings::form;
use crate::support::{House, act_on, commit_of, rush};

const LENA: &str = LEARNERS[0].1;
const OMAR: &str = LEARNERS[1].1;
const INES: &str = LEARNERS[2].1;
const TOM: &str = LEARNERS[3].1;

/// A house in which so many learners completed the forklift course on March 2, 2026, for a year; a month before its end.
async fn nearly_over(learners: usize) -> House {
    let house = House::open().await;
    house.grant(9).await.expect("granted");
    for learner in 0..learners {
        house.completes(learner).await;
    }
    house.valid_for(house.ada(), "12").await.expect("set");
    house.clock.advance(TimeDelta::days(335));
    house
}

/// Who was told, in the order of the alphabet.
async fn told(house: &House) -> Vec<String> {
    house.fall_due().await;
    house.told(LetterKind::FallsDue).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_learner_is_told_thirty_days_ahead_and_once() {
    let house = nearly_over(1).await;
    house.clock.advance(TimeDelta::days(-1));
    assert_eq!(told(&house).await, [""; 0], "31 days ahead");
    house.clock.advance(TimeDelta::days(1));
    assert_eq!(told(&house).await, [LENA]);
    let letter = house.letters(LetterKind::FallsDue).await.remove(0);
    assert_eq!(letter.subject, "“Forklift safety” has to be taken again soon");
    for part in [&letter.text, &letter.html] {
        for words in [
            "on Monday, March 2, 2026.",
            "It is valid until Tuesday, March 2, 2027.",
            "will enroll you again",
            "https://learn.northwind.example/learner/courses",
        ] {
            assert!(part.contains(words), "{words}: {part}");
        }
    }
    assert_eq!(
        (letter.link_id, letter.link_purpose),
        (None, None),
        "nothing in it acts"
    );
    let noted = audit::Entity::find().filter(audit::Column::Act.eq("registration.falls_due"));
    assert_eq!(noted.count(house.portal.reader()).await.expect("counted"), 1);

    // As after a restart: another process, and every day until long after.
    let other = house.second_process().await;
    assert_eq!(waiting(&other).await.expect("looked"), []);
    for _ in 0..8 {
        house.clock.advance(TimeDelta::days(10));
        assert_eq!(told(&house).await, [LENA]);
    }
    house.valid_for(house.ada(), "14").await.expect("set");
    assert_eq!(told(&house).await, [LENA], "another validity tells nobody twice");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_tell_each_learner_once_in_small_steps() {
    let house = nearly_over(4).await;
    let course = house.forklift();
    assert_eq!(waiting(&house.portal).await.expect("looked"), [course]);
    let one = house.act(async |tx| tell(tx, course, 1).await).await;
    assert_eq!(one.expect("told"), 1);
    assert_eq!(
        house.told(LetterKind::FallsDue).await.len(),
        1,
        "a step is as small as it is asked to be"
    );
    let portals = [house.portal.clone(), house.second_process().await];
    let step = |portal, _| async move { act_on(&portal, async |tx| tell(tx, course, 10).await).await };
    for answer in rush(&portals, 8, step).await {
        assert!(answer.expect("no fault") <= 3);
    }
    assert_eq!(told(&house).await, [INES, LENA, OMAR, TOM]);
    assert_eq!(waiting(&house.portal).await.expect("looked"), []);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_need_not_or_cannot_take_it_again_is_not_told() {
    let house = nearly_over(4).await;
    house.suspend(house.learner(0)).await;
    let left = house.registration(house.learner(1).user, house.forklift()).await.id;
    house.withdraw(left).await.expect("withdrawn");
    let again = house.enroll(house.learner(2).user, house.forklift()).await;
    again.expect("the next cycle");
    let gone = house.learner(3).user;
    house
        .act(async |tx| administer::delete(tx, house.ada(), gone).await)
        .await
        .expect("deleted");
    assert_eq!(told(&house).await, [""; 0]);
    let restored = house.learner(0).user;
    house
        .act(async |tx| administer::restore(tx, house.ada(), restored).await)
        .await
        .expect("restored");
    assert_eq!(told(&house).await, [LENA], "who is back in time is told");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_failed_or_did_not_finish_has_nothing_to_repeat() {
    let house = House::open().await;
    house.grant(2).await.expect("granted");
    for (learner, status) in [(0, "failed"), (1, "incomplete")] {
        let who = house.learner(learner);
        house.enroll(who.user, house.forklift()).await.expect("enrolled");
        let id = house.registration(who.user, house.forklift()).await.id;
        let token = house.play(who, id).await;
        house
            .commit(&token, commit_of(1, &[("cmi.core.lesson_status", status)]))
            .await;
    }
    house.valid_for(house.ada(), "1").await.expect("set");
    house.clock.advance(TimeDelta::days(20));
    assert_eq!(told(&house).await, [""; 0]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_over_for_a_month_when_it_is_first_looked_at_is_no_news() {
    let house = House::open().await;
    house.grant(3).await.expect("granted");
    house.completes(0).await;
    house.clock.advance(TimeDelta::days(1));
    house.completes(1).await;
    house.clock.advance(TimeDelta::days(45));
    house.completes(2).await;
    assert_eq!(told(&house).await, [""; 0], "valid for ever");
    house.valid_for(house.ada(), "1").await.expect("set");
    // May 2: due on April 2 and 3, and on May 17.
    house.clock.advance(TimeDelta::days(15));
    assert_eq!(told(&house).await, [INES, OMAR]);
    let letters = house.letters(LetterKind::FallsDue).await;
    let omars = letters.iter().find(|letter| letter.recipient == OMAR).expect("his");
    assert_eq!(omars.subject, "“Forklift safety” has to be taken again");
    assert!(
        omars.text.contains("It was valid until Friday, April 3, 2026."),
        "{}",
        omars.text
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_site_and_an_archived_course_tell_nobody() {
    let house = nearly_over(1).await;
    let set = async |reminders| {
        let form = SettingsForm { reminders, ..form() };
        house
            .act(async |tx| settings::change(tx, house.ada(), &form).await)
            .await
            .expect("set");
    };
    set(false).await;
    assert_eq!(waiting(&house.portal).await.expect("looked"), []);
    let silent = house.act(async |tx| tell(tx, house.forklift(), 10).await).await;
    assert_eq!((silent.expect("looked"), told(&house).await), (0, vec![]));
    set(true).await;
    assert_eq!(waiting(&house.portal).await.expect("looked"), [house.forklift()]);
    house
        .act(async |tx| archive::archive(tx, house.ada(), house.forklift()).await)
        .await
        .expect("archived");
    let nobody = house.act(async |tx| tell(tx, house.forklift(), 10).await).await;
    assert_eq!((nobody.expect("looked"), told(&house).await), (0, vec![]));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_is_deleted_while_they_are_told_leaves_no_address() {
    let house = nearly_over(4).await;
    let portals = [house.portal.clone(), house.second_process().await];
    let step = |portal: Portal, number| {
        let (ada, learner, course) = (house.ada().clone(), house.learner(number % 4).user, house.forklift());
        async move {
            act_on(&portal, async |tx| match number {
                4 => tell(tx, course, 10).await.map(drop),
                _ => administer::delete(tx, &ada, learner).await,
            })
            .await
        }
    };
    for answer in rush(&portals, 5, step).await {
        answer.expect("no fault");
    }
    let kept: Vec<String> = told(&house).await.into_iter().filter(|to| to != DELETED).collect();
    assert_eq!(kept, [""; 0]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_deleted_afterwards_leaves_no_address_in_it() {
    let house = nearly_over(1).await;
    assert_eq!(told(&house).await, [LENA]);
    house.post().await;
    let lena = house.learner(0).user;
    house
        .act(async |tx| administer::delete(tx, house.ada(), lena).await)
        .await
        .expect("deleted");
    let letter = house.letters(LetterKind::FallsDue).await.remove(0);
    assert_eq!(letter.recipient, DELETED);
    assert!(!letter.text.contains(LENA) && !letter.html.contains(LENA));
    house.close().await;
}
