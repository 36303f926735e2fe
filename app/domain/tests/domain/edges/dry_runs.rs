//! What corrections of balances and other validities say before they are done (`spec/README.md`, dry run), and what a
//! manager is told that costs them nothing.

use chrono::TimeDelta;
use lectern_contract::{
    AccountId, Refusal,
    courses::ValidityChange,
    credits::{AccountKind, AdjustReason, Adjustment, CreditSource},
    outlook::{Horizon, Renewals, RunsOut},
    paging::Query,
    refusal::Field,
    watch::Standing,
};
use lectern_domain::{
    Actor, Result,
    accounts::administer,
    courses::{
        edit::{self, Words},
        list,
    },
    credits::{
        self,
        accounts::{self, Which},
        outlook,
        watch::thresholds::{self, ThresholdsForm},
    },
    registrations::lists,
    samples::LEARNERS,
};

use crate::support::{House, commit_of, fresh_key, refusal};

impl House {
    async fn account_of(&self, which: Which) -> AccountId {
        let found = accounts::find(self.portal.reader(), self.ada().organization, which).await;
        found.expect("accounts can be read").expect("the account was used")
    }

    /// The dry run of a correction.
    async fn would_adjust(&self, account: AccountId, amount: i64) -> Result<Adjustment> {
        let reason = AdjustReason::Correction;
        credits::adjust::preview(self.portal.reader(), self.ada(), account, amount, reason, " A  note ").await
    }

    /// Managers are told at this many credits of theirs.
    async fn managers_told_at(&self, level: &str) {
        let form = ThresholdsForm {
            pool: "off".into(),
            course: "off".into(),
            managers: level.into(),
        };
        let set = self.act(async |tx| thresholds::set(tx, self.ada(), &form).await);
        set.await.expect("set");
    }

    /// The dry run of another validity of the forklift course.
    async fn would_be_valid(&self, who: &Actor, months: &str) -> Result<ValidityChange> {
        let (db, now) = (self.portal.reader(), self.portal.now());
        edit::preview(db, who, self.forklift(), months, now).await
    }

    /// Completed, expiring, valid again, due within four weeks.
    async fn figures_of(&self, months: &str) -> [u64; 4] {
        let change = self.would_be_valid(self.ada(), months).await.expect("a dry run");
        [change.completed, change.expiring, change.returning, change.soon]
    }

    /// How many learners of the forklift course are listed as due within four weeks, overdue ones among them.
    async fn listed_soon(&self) -> u64 {
        let asked = lists::Wanted {
            due: Some(Horizon::Soon),
            ..lists::Wanted::default()
        };
        let page = lists::learners(&self.portal, self.ada(), self.forklift(), &Query::default(), asked).await;
        page.expect("learners").total
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_says_beforehand_what_it_does() {
    let house = House::open().await;
    let (mara, course) = (house.mara(), house.forklift());
    house.managers_told_at("5").await;
    house.endow(course, mara.user, 8).await;
    house.invite(mara, course, "kai@contoso.example").await.expect("sent");
    let hers = house.account_of(Which::Manager(course, mara.user)).await;
    let seen = house.would_adjust(hers, -2).await.expect("a dry run");
    assert_eq!(
        (&*seen.name, &*seen.note, seen.before, seen.after),
        ("Mara Lind on Forklift Basics", "A note", 7, 5)
    );
    assert_eq!((seen.total, seen.total_after()), (8, 6), "the held one among them");
    assert_eq!((seen.standing, seen.level), (Standing::Low, Some(5)));
    let stands = async |amount| house.would_adjust(hers, amount).await.expect("a dry run").standing;
    assert_eq!(stands(-1).await, Standing::Fine);
    assert_eq!(stands(-7).await, Standing::Empty);
    let more = house.would_adjust(hers, 3).await.expect("a dry run");
    assert_eq!(
        (more.after, more.total_after(), more.standing),
        (10, 11, Standing::Fine)
    );
    assert_eq!(house.free(course, mara).await, 7, "nothing has moved");

    let reason = AdjustReason::Correction;
    house
        .act(async |tx| credits::adjust(tx, house.ada(), &fresh_key(), hers, -2, reason, "A note").await)
        .await
        .expect("adjusted");
    assert_eq!(house.free(course, mara).await, seen.after);
    // What is taken leaves the number that percentages are of; what is added sets it.
    house.managers_told_at("50%").await;
    let less = house.would_adjust(hers, -1).await.expect("a dry run");
    assert_eq!((less.total, less.level, less.standing), (6, Some(4), Standing::Low));
    let more = house.would_adjust(hers, 7).await.expect("a dry run");
    assert_eq!((more.level, more.standing), (Some(6), Standing::Fine));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_refused_beforehand_for_what_it_would_be_refused_for() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 3).await;
    house.grant(1).await.expect("granted");
    let pool = house.account_of(Which::Own(AccountKind::Pool)).await;
    let lacks = Refusal::NotEnoughCredits { free: 1, asked: 2 };
    assert_eq!(refusal(house.would_adjust(pool, -2).await), lacks);
    for amount in [0, i64::MIN, i64::MAX] {
        assert_eq!(
            refusal(house.would_adjust(pool, amount).await),
            Refusal::AmountOutOfRange
        );
    }
    let consumed = house.account_of(Which::Own(AccountKind::Consumed)).await;
    assert_eq!(refusal(house.would_adjust(consumed, 1).await), Refusal::NotFound);
    let (db, reason) = (house.portal.reader(), AdjustReason::Other);
    let blank = credits::adjust::preview(db, house.ada(), pool, 1, reason, " ").await;
    assert_eq!(refusal(blank), Refusal::Missing(Field::Note));
    for who in [house.mara(), house.learner(0)] {
        let seen = credits::adjust::preview(db, who, pool, 1, reason, "x").await;
        assert_eq!(refusal(seen), Refusal::NotFound);
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_validity_says_beforehand_whom_it_expires() {
    let house = House::open().await;
    house.grant(9).await.expect("granted");
    for (learner, days) in [(0, 0), (1, 40), (2, 40)] {
        house.clock.advance(TimeDelta::days(days));
        house.completes(learner).await;
    }
    // Completed on March 2, April 11 and May 21, which is today; four weeks end on June 18.
    for (months, expected) in [
        ("1", [3, 2, 0, 0]),
        ("2", [3, 1, 0, 1]),
        ("3", [3, 0, 0, 1]),
        ("12", [3, 0, 0, 0]),
        ("", [3, 0, 0, 0]),
    ] {
        house.valid_for(house.ada(), "").await.expect("for ever");
        assert_eq!(house.figures_of(months).await, expected, "{months}");
        house.valid_for(house.ada(), months).await.expect("set");
        let [_, expiring, _, soon] = expected;
        assert_eq!(house.listed_soon().await, expiring + soon, "{months}: as it is listed");
    }
    house.valid_for(house.ada(), "2").await.expect("set");
    assert_eq!(house.figures_of("12").await, [3, 0, 1, 0], "Lena’s is valid again");
    assert_eq!(house.figures_of("").await, [3, 0, 1, 0]);
    assert_eq!(house.figures_of("1").await, [3, 1, 0, 0], "Lena’s has expired before");
    let same = house.would_be_valid(house.ada(), " 2 ").await.expect("a dry run");
    assert_eq!((same.old, same.new, same.asks()), (Some(2), Some(2), false));
    let ever = house.would_be_valid(house.ada(), "").await.expect("a dry run");
    assert_eq!((ever.old, ever.new, ever.asks()), (Some(2), None, true));

    // Who began again or cannot sign in any more is not judged by it.
    let [lena, omar] = [house.learner(0).user, house.learner(1).user];
    house.enroll(lena, house.forklift()).await.expect("the next cycle");
    house
        .act(async |tx| administer::suspend(tx, house.ada(), omar).await)
        .await
        .expect("suspended");
    assert_eq!(house.figures_of("1").await, [1, 0, 0, 0]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_completion_expires_on_its_day() {
    let house = House::open().await;
    house.grant(1).await.expect("granted");
    house.completes(0).await;
    // Completed on March 2, so due on April 2.
    house.clock.advance(TimeDelta::days(30));
    assert_eq!(house.figures_of("1").await, [1, 0, 0, 1]);
    house.clock.advance(TimeDelta::days(1));
    assert_eq!(house.figures_of("1").await, [1, 1, 0, 0]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_validity_is_saved_once_it_is_confirmed() {
    let house = House::open().await;
    house.grant(1).await.expect("granted");
    let save = async |who: &Actor, title: &str, months: &str, sure: bool| {
        let words = Words {
            title,
            description: "",
            validity_months: months,
        };
        house
            .act(async |tx| edit::edit_if_sure(tx, who, house.forklift(), words, sure).await)
            .await
    };
    let saved = async || {
        let head = list::head(house.portal.reader(), house.ada(), house.forklift()).await;
        let head = head.expect("a course");
        (head.title, head.validity_months)
    };
    let ada = house.ada();
    save(ada, "First", "24", false).await.expect("nobody completed it");
    house.completes(0).await;
    save(ada, "Second", "24", false).await.expect("the validity stays");
    assert_eq!(refusal(save(ada, "Third", "6", false).await), Refusal::ConfirmFirst);
    assert_eq!(
        refusal(save(ada, " ", "6", false).await),
        Refusal::Missing(Field::Title),
        "the form itself comes first"
    );
    assert_eq!(saved().await, ("Second".to_owned(), Some(24)), "nothing was saved");
    for months in ["0", "121", "a year"] {
        let wrong = Refusal::OutOfRange(Field::ValidityMonths, 1, 120);
        assert_eq!(refusal(save(ada, "Third", months, true).await), wrong);
        assert_eq!(refusal(house.would_be_valid(ada, months).await), wrong);
    }
    for who in [house.mara(), house.learner(0)] {
        assert_eq!(refusal(save(who, "Theirs", "6", true).await), Refusal::NotFound);
        assert_eq!(refusal(house.would_be_valid(who, "6").await), Refusal::NotFound);
    }
    save(ada, "Third", "6", true).await.expect("confirmed");
    assert_eq!(saved().await, ("Third".to_owned(), Some(6)));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_managers_learners_fall_due_and_their_next_cycle_takes_no_credit_of_hers() {
    let house = House::open().await;
    let (mara, lena, course) = (house.mara(), house.learner(0), house.forklift());
    house.endow(course, mara.user, 3).await;
    house.grant(1).await.expect("granted");
    let invited = house.invite(mara, course, LEARNERS[0].1).await.expect("sent");
    let token = house.token(invited).await;
    house.accept(lena, &token).await.expect("accepted");
    let first = house.registration(lena.user, course).await;
    let token = house.play(lena, first.id).await;
    house
        .commit(&token, commit_of(1, &[("cmi.core.lesson_status", "passed")]))
        .await;
    house.valid_for(house.ada(), "2").await.expect("set");
    house.clock.advance(TimeDelta::days(40));

    let look = async |who: &Actor| {
        let seen = outlook::course(&house.portal, who, course).await;
        seen.expect("an outlook")
    };
    let seen = look(mara).await;
    assert_eq!(seen.renewals, Renewals { soon: 1, year: 1 });
    assert_eq!(
        (seen.free, seen.runs_out, seen.ahead.len()),
        (2, RunsOut::Unknown, 0),
        "her own credits are not used up by it"
    );
    let above = look(house.ada()).await;
    assert_eq!(
        (above.renewals, above.runs_out),
        (seen.renewals, RunsOut::Already),
        "the course has none for it"
    );
    assert_eq!(look(house.noor()).await.renewals, Renewals::default(), "not hers");

    let again = house.enroll(lena.user, course).await;
    assert_eq!(again.expect("the next cycle"), CreditSource::Pool);
    assert_eq!((house.free(course, mara).await, house.pool().await), (2, 0));
    assert_eq!(look(mara).await.renewals, Renewals::default());
    house.close().await;
}
