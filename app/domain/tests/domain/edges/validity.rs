//! How long a completion is valid, and what recertifications will take (`spec/credits.md` 13, Forecast).

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    Refusal,
    outlook::{Burn, CourseRenewals, Horizon, Outlook, Renewals, RunsOut},
    paging::Query,
    refusal::Field,
};
use lectern_domain::{
    Actor, Result,
    accounts::administer,
    courses::{
        archive,
        edit::{Words, edit},
    },
    credits::outlook,
    registrations::lists,
};
use sea_orm::ConnectionTrait;

use crate::support::{House, commit_of, refusal};

impl House {
    /// A completion of the forklift course is valid for so many months.
    pub(super) async fn valid_for(&self, who: &Actor, months: &str) -> Result<()> {
        let words = Words {
            title: "Forklift safety",
            description: "",
            validity_months: months,
        };
        self.act(async |tx| edit(tx, who, self.forklift(), words).await).await
    }

    pub(super) async fn completes(&self, learner: usize) {
        let who = self.learner(learner);
        self.enroll(who.user, self.forklift()).await.expect("enrolled");
        let id = self.registration(who.user, self.forklift()).await.id;
        let token = self.play(who, id).await;
        let passed = commit_of(1, &[("cmi.core.lesson_status", "passed")]);
        self.commit(&token, passed).await;
    }

    /// How many learners of the forklift course somebody finds who have to take it again.
    async fn owing(&self, who: &Actor) -> Renewals {
        let rows = async |within: Horizon| {
            let asked = lists::Wanted {
                due: Some(within),
                ..lists::Wanted::default()
            };
            let page = lists::learners(&self.portal, who, self.forklift(), &Query::default(), asked).await;
            i64::try_from(page.expect("learners").total).expect("few")
        };
        soon(rows(Horizon::Soon).await, rows(Horizon::Year).await)
    }

    /// The pool's outlook; its numbers are the sums of its courses', and those are learners.
    async fn pool_ahead(&self) -> Outlook {
        let seen = outlook::pool(&self.portal, self.ada()).await.expect("the pool");
        let paid: Vec<Renewals> = seen.by_course.iter().map(CourseRenewals::of_pool).collect();
        let sum = |of: fn(&Renewals) -> i64| paid.iter().map(of).sum::<i64>();
        assert_eq!(seen.renewals, soon(sum(|one| one.soon), sum(|one| one.year)));
        for row in &seen.by_course {
            assert_eq!((row.course, row.due), (self.forklift(), self.owing(self.ada()).await));
        }
        seen
    }

    /// The course's outlook; each number of it is as many learners.
    async fn course_ahead(&self, who: &Actor) -> Outlook {
        let seen = outlook::course(&self.portal, who, self.forklift()).await;
        let seen = seen.expect("the course");
        assert_eq!(seen.renewals, self.owing(who).await, "at {}", self.portal.now());
        seen
    }

    async fn falls_due(&self, learner: usize) -> Option<DateTime<Utc>> {
        let mine = lists::my_courses(self.portal.reader(), self.learner(learner)).await;
        mine.expect("my courses").first().expect("one").due
    }
}

const fn soon(soon: i64, year: i64) -> Renewals {
    Renewals { soon, year }
}

#[tokio::test(flavor = "multi_thread")]
async fn completions_fall_due_and_need_credits_of_the_course_then_of_the_pool() {
    let house = House::open().await;
    house.grant(5).await.expect("granted");
    house.completes(0).await;
    house.clock.advance(TimeDelta::days(40));
    house.completes(1).await;
    assert_eq!(house.falls_due(0).await, None, "valid for ever");
    assert_eq!(house.pool_ahead().await.renewals, soon(0, 0));

    house.valid_for(house.ada(), "2").await.expect("set");
    // Completed on March 2 and April 11, so due on May 2 and June 11; today is April 11.
    let day = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
    assert_eq!(
        house.falls_due(0).await.map(|at| at.date_naive()),
        Some(day("2026-05-02T00:00:00Z").date_naive())
    );
    let seen = house.pool_ahead().await;
    assert_eq!((seen.renewals, seen.free), (soon(1, 2), 3));
    assert_eq!(house.course_ahead(house.ada()).await.renewals, soon(1, 2));
    assert_eq!(
        house.course_ahead(house.mara()).await.renewals,
        soon(0, 0),
        "no learners of hers"
    );

    house.allocate(house.forklift(), 1).await.expect("allocated");
    let (pool, course) = (house.pool_ahead().await, house.course_ahead(house.ada()).await);
    assert_eq!(pool.renewals, soon(0, 1), "the course pays for the first");
    assert_eq!((pool.by_course[0].free, pool.by_course[0].due), (1, soon(1, 2)));
    let first = day("2026-05-02T00:00:00Z");
    let RunsOut::On(end) = course.runs_out else {
        panic!("{course:?}")
    };
    assert!(
        course.burn == Burn::Unknown && end >= first && end < first + TimeDelta::days(1),
        "{end}"
    );
    house
        .act(async |tx| archive::archive(tx, house.ada(), house.forklift()).await)
        .await
        .expect("archived");
    assert_eq!(
        house.course_ahead(house.ada()).await.renewals,
        soon(0, 0),
        "nobody is enrolled in it again"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_every_day_those_are_listed_who_are_counted() {
    let house = House::open().await;
    house.grant(3).await.expect("granted");
    house.completes(0).await;
    house.clock.advance(TimeDelta::days(28));
    house.completes(1).await;
    house.clock.advance(TimeDelta::days(1));
    house.completes(2).await;
    house.valid_for(house.ada(), "1").await.expect("set");
    // Completed on March 2, 30 and 31, so due on April 2 and, both of the others, on April 30.
    let mut seen = Vec::new();
    for _ in 0..125 {
        seen.push(house.course_ahead(house.ada()).await.renewals);
        house.clock.advance(TimeDelta::days(1));
    }
    seen.dedup();
    assert_eq!(seen, [soon(1, 3), soon(3, 3), soon(2, 2), soon(0, 0)]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_completion_is_valid_until_its_day() {
    let house = House::open().await;
    house.grant(2).await.expect("granted");
    house.completes(0).await;
    house.valid_for(house.ada(), "12").await.expect("set");
    let until = house.falls_due(0).await;
    assert!(until.is_some());
    let again = house.enroll(house.learner(0).user, house.forklift()).await;
    again.expect("the next cycle");
    let mine = lists::my_courses(house.portal.reader(), house.learner(0)).await;
    let mine = mine.expect("my courses").swap_remove(0);
    assert_eq!((mine.due, mine.earlier[0].until), (None, until));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_began_again_or_left_needs_nothing() {
    let house = House::open().await;
    house.grant(9).await.expect("granted");
    for learner in 0..3 {
        house.completes(learner).await;
    }
    house.valid_for(house.ada(), "1").await.expect("set");
    assert_eq!(
        house.pool_ahead().await.renewals,
        soon(0, 3),
        "a month is more than 28 days"
    );
    house.clock.advance(TimeDelta::days(60));
    assert_eq!(house.pool_ahead().await.renewals, soon(3, 3), "overdue, so needed now");
    house
        .enroll(house.learner(0).user, house.forklift())
        .await
        .expect("the next cycle");
    assert_eq!(house.pool_ahead().await.renewals, soon(2, 2));
    assert_eq!(house.falls_due(0).await, None, "the new cycle is not completed");
    let suspended = house.learner(1).user;
    house
        .act(async |tx| administer::suspend(tx, house.ada(), suspended).await)
        .await
        .expect("suspended");
    assert_eq!(house.pool_ahead().await.renewals, soon(1, 1));
    house.clock.advance(TimeDelta::days(60));
    assert_eq!(house.pool_ahead().await.renewals, soon(1, 1), "89 days overdue");
    house.clock.advance(TimeDelta::days(3));
    assert_eq!(house.pool_ahead().await.renewals, soon(0, 0), "given up");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn further_cycles_are_not_foreseen_twice() {
    let house = House::open().await;
    house.grant(20).await.expect("granted");
    for learner in 0..3 {
        house.completes(learner).await;
    }
    house.clock.advance(TimeDelta::days(10));
    let rate = |used| Burn::Known {
        used,
        days: 10,
        window: lectern_contract::outlook::Window::Long,
    };
    assert_eq!(house.pool_ahead().await.burn, rate(3));
    for learner in 0..3 {
        house
            .enroll(house.learner(learner).user, house.forklift())
            .await
            .expect("again");
    }
    assert_eq!(
        house.pool_ahead().await.burn,
        rate(3),
        "the second cycles fall due on their days"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_validity_is_a_number_of_months_and_an_admins_to_set() {
    let house = House::open().await;
    for wrong in ["0", "121", "-1", "a year", "1.5"] {
        let answer = house.valid_for(house.ada(), wrong).await;
        assert_eq!(
            refusal(answer),
            Refusal::OutOfRange(Field::ValidityMonths, 1, 120),
            "{wrong}"
        );
    }
    assert_eq!(refusal(house.valid_for(house.mara(), "12").await), Refusal::NotFound);
    house.valid_for(house.ada(), " 12 ").await.expect("set");
    house.valid_for(house.ada(), "").await.expect("for ever again");
    let around = "update course set validity_months = 0";
    assert!(
        house
            .portal
            .databases()
            .writer
            .execute_unprepared(around)
            .await
            .is_err()
    );
    house.close().await;
}
