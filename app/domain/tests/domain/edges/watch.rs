//! Low balances: one letter for each crossing, to those who can do something (`spec/credits.md`, Low balance).

use chrono::TimeDelta;
use lectern_contract::{
    Refusal,
    credits::{AccountKind, AdjustReason},
    letters::LetterKind,
    refusal::Field,
    watch::{Standing, Threshold},
};
use lectern_domain::{
    Actor, Result,
    courses::archive,
    credits::{
        self, outlook, overview,
        requests::{self, approve},
        watch::thresholds::{self, ThresholdsForm},
    },
    samples,
};
use lectern_entities::{account, letter};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::support::{House, fresh_key, paid, refusal};

impl House {
    /// Sets when people are told of pool, courses and managers.
    pub async fn thresholds(&self, pool: &str, course: &str, managers: &str) -> Result<()> {
        let form = ThresholdsForm {
            pool: pool.into(),
            course: course.into(),
            managers: managers.into(),
        };
        self.act(async |tx| thresholds::set(tx, self.ada(), &form).await).await
    }

    /// Who was told of a low balance, and with which subject, by the subject: of one instant, ids have no order.
    pub async fn told_low(&self) -> Vec<(String, String)> {
        let rows = letter::Entity::find()
            .filter(letter::Column::Kind.eq(LetterKind::CreditsLow))
            .order_by_asc(letter::Column::Subject);
        let rows = rows.all(self.portal.reader()).await.expect("letters are read");
        rows.into_iter().map(|row| (row.recipient, row.subject)).collect()
    }

    /// How many such letters there are.
    pub async fn low_letters(&self) -> usize {
        self.told_low().await.len()
    }

    /// The account of this kind: the pool, or one of the first course.
    pub async fn account(&self, kind: AccountKind, of: Option<&Actor>) -> account::Model {
        let mut rows = account::Entity::find()
            .filter(account::Column::OrganizationId.eq(self.ada().organization))
            .filter(account::Column::Kind.eq(kind));
        if let Some(of) = of {
            rows = rows.filter(account::Column::UserId.eq(of.user));
        }
        let row = rows.one(self.portal.reader()).await.expect("accounts are read");
        row.expect("there is such an account")
    }

    async fn pool_stands(&self) -> Standing {
        self.account(AccountKind::Pool, None).await.standing
    }

    async fn adjust(&self, account: &account::Model, by: i64) {
        let done = self
            .act(async |tx| {
                credits::adjust(
                    tx,
                    self.ada(),
                    &fresh_key(),
                    account.id,
                    by,
                    AdjustReason::Correction,
                    "Test",
                )
                .await
            })
            .await;
        done.expect("adjusted");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_crossing_tells_once_and_the_last_credit_at_once() {
    let house = House::open().await;
    house.thresholds("10", "off", "off").await.expect("set");
    assert_eq!(house.pool_stands().await, Standing::Empty, "nothing was ever there");
    house.grant(20).await.expect("granted");
    assert_eq!(
        (house.pool_stands().await, house.low_letters().await),
        (Standing::Fine, 0)
    );
    house.allocate(house.forklift(), 9).await.expect("11 left");
    assert_eq!(house.low_letters().await, 0);
    house.allocate(house.forklift(), 1).await.expect("10 left");
    assert_eq!(
        (house.pool_stands().await, house.low_letters().await),
        (Standing::Low, 1)
    );
    house.allocate(house.forklift(), 3).await.expect("7 left");
    assert_eq!(house.low_letters().await, 1, "falling on tells nobody again");
    house.deallocate(house.forklift(), 5).await.expect("12");
    assert_eq!(
        (house.pool_stands().await, house.low_letters().await),
        (Standing::Fine, 1)
    );
    house.allocate(house.forklift(), 2).await.expect("10 again");
    assert_eq!(house.low_letters().await, 2, "crossing again tells again");
    house.allocate(house.forklift(), 10).await.expect("the last");
    assert_eq!(
        (house.pool_stands().await, house.low_letters().await),
        (Standing::Empty, 3)
    );
    house.deallocate(house.forklift(), 1).await.expect("one back");
    assert_eq!(
        (house.pool_stands().await, house.low_letters().await),
        (Standing::Low, 3),
        "rising is quiet"
    );
    let told = house.told_low().await;
    let ada = "ada@northwind.example".to_owned();
    let expected = [
        "The pool: 10 credits left",
        "The pool: 10 credits left",
        "The pool: no credits left",
    ];
    assert_eq!(told, expected.map(|subject| (ada.clone(), subject.to_owned())));
    let letters = house.post().await;
    let first = letters
        .iter()
        .find(|one| one.subject.starts_with("The pool"))
        .expect("one");
    assert!(first.text.contains("told at 10 credits"), "{}", first.text);
    assert!(first.text.contains("/admin/purchases/new?amount=12"), "{}", first.text);
    assert!(first.text.contains("Buy 12 more at http"), "{}", first.text);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_letter_asks_for_as_many_as_the_page_does() {
    let house = House::open().await;
    house.grant(100).await.expect("granted");
    house.allocate(house.forklift(), 30).await.expect("used");
    house.clock.advance(TimeDelta::days(10));
    house.thresholds("20", "off", "off").await.expect("set");
    house.allocate(house.forklift(), 60).await.expect("ten left");
    let page = outlook::pool(&house.portal, house.ada()).await.expect("the page");
    assert_eq!(page.more, 90 * 28 / 10 - 10);
    let letters = house.post().await;
    let low = letters.iter().find(|one| one.subject.starts_with("The pool"));
    let text = &low.expect("one").text;
    assert!(text.contains(&format!("Buy {} more at http", page.more)), "{text}");
    assert!(text.contains(&format!("amount={}", page.more)), "{text}");
    house.close().await;
}

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
async fn a_manager_is_told_of_their_own_and_an_admin_of_a_courses() {
    let house = House::open().await;
    house.thresholds("off", "2", "1").await.expect("set");
    house.endow(house.forklift(), house.mara().user, 3).await;
    assert_eq!(house.low_letters().await, 1, "the course passed its credits on");
    house
        .invite(house.mara(), house.forklift(), "a@contoso.example")
        .await
        .expect("2 left");
    assert_eq!(house.low_letters().await, 1);
    house
        .invite(house.mara(), house.forklift(), "b@contoso.example")
        .await
        .expect("1 left");
    let last = house
        .invite(house.mara(), house.forklift(), "c@contoso.example")
        .await
        .expect("none left");
    let told: Vec<_> = house.told_low().await;
    let mara = "mara@northwind.example".to_owned();
    assert_eq!(
        told[1],
        (mara.clone(), "Your account for “Forklift Basics”: 1 credit left".into())
    );
    assert_eq!(
        told[2],
        (mara, "Your account for “Forklift Basics”: no credits left".into())
    );
    let letters = house.post().await;
    let text = &letters
        .iter()
        .find(|one| one.subject.contains("1 credit left"))
        .expect("it")
        .text;
    let way = format!("/manager/courses/{}/credits/request?amount=12", house.forklift());
    assert!(text.contains(&way), "{text}");
    house.cancel(house.mara(), last).await.expect("1 again");
    assert_eq!(house.low_letters().await, 3);
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

#[tokio::test(flavor = "multi_thread")]
async fn credits_that_pass_through_an_account_cross_nothing() {
    let house = House::open().await;
    house.thresholds("off", "5", "off").await.expect("set");
    house.grant(50).await.expect("granted");
    house.allocate(house.forklift(), 8).await.expect("allocated");
    let asked = house
        .act(async |tx| requests::ask(tx, house.mara(), &fresh_key(), house.forklift(), 9, "Please").await)
        .await
        .expect("asked");
    house
        .take_back(house.forklift(), house.mara().user, 1)
        .await
        .expect_err("nothing there");
    let plan = lectern_contract::requests::CreditPlan::new(9, 8, 42).expect("a plan");
    house
        .act(async |tx| approve(tx, house.ada(), &fresh_key(), asked, plan, "").await)
        .await
        .expect("approved");
    assert_eq!(house.low_letters().await, 1, "8 → 9 → 0 is one fall");
    let again = house
        .act(async |tx| requests::ask(tx, house.mara(), &fresh_key(), house.forklift(), 9, "Please").await)
        .await
        .expect("asked");
    let plan = lectern_contract::requests::CreditPlan::new(9, 0, 41).expect("a plan");
    house
        .act(async |tx| approve(tx, house.ada(), &fresh_key(), again, plan, "").await)
        .await
        .expect("approved");
    assert_eq!(house.low_letters().await, 1, "0 → 9 → 0 is none");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_rolled_back_told_nobody() {
    let house = House::open().await;
    house.thresholds("10", "off", "off").await.expect("set");
    house.grant(20).await.expect("granted");
    let tx = house.portal.begin().await.expect("begun");
    credits::allocate(&tx, house.ada(), &fresh_key(), house.forklift(), 20)
        .await
        .expect("allocated");
    drop(tx);
    assert_eq!(
        (house.low_letters().await, house.pool_stands().await),
        (0, Standing::Fine)
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn corrections_and_chargebacks_cross_too() {
    let house = House::open().await;
    house.open_shop().await;
    let order = house.order(20, lectern_contract::orders::Provider::Stripe).await;
    house.hear("evt_1", paid(order, "pi_1", 2_380)).await;
    let pool = house.account(AccountKind::Pool, None).await;
    house.adjust(&pool, -19).await;
    assert_eq!(house.low_letters().await, 1);
    house.hear("evt_2", refunded("pi_1", 2_380)).await;
    let told = house.told_low().await;
    assert_eq!(told.len(), 2);
    assert_eq!(told[1].1, "The pool: overdrawn");
    assert_eq!(house.pool().await, -19);
    house.close().await;
}

/// Stripe's word that all money of a payment went back.
pub fn refunded(payment: &str, minor: i64) -> lectern_domain::orders::receive::Meaning {
    lectern_domain::orders::receive::Meaning::Refunded {
        payment: payment.into(),
        charge: format!("ch_{payment}"),
        minor,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_needs_no_credits_is_not_told() {
    let house = House::open().await;
    house.thresholds("off", "5", "5").await.expect("set");
    house.endow(house.forklift(), house.mara().user, 9).await;
    house.endow(house.forklift(), house.noor().user, 9).await;
    house.post().await;
    let before = house.low_letters().await;
    let archived = house
        .act(async |tx| archive::archive_and_return(tx, house.ada(), &fresh_key(), house.forklift(), 18).await)
        .await;
    archived.expect("archived");
    assert_eq!(house.low_letters().await, before, "an archived course needs no credits");
    let letters = house.post().await;
    let told: Vec<_> = letters
        .iter()
        .map(|one| (one.to.as_str(), one.subject.as_str()))
        .collect();
    let subject = "“Forklift Basics” was archived";
    assert_eq!(told.len(), 2);
    assert!(told.contains(&("mara@northwind.example", subject)), "{told:?}");
    assert!(told.contains(&("noor@northwind.example", subject)), "{told:?}");
    assert!(
        letters[0].text.contains("Your 9 credits for it returned to the pool"),
        "{}",
        letters[0].text
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_warn_of_what_is_low_and_of_nothing_else() {
    let house = House::open().await;
    house.thresholds("off", "5", "2").await.expect("set");
    let (ada, mara, course) = (house.ada(), house.mara(), house.forklift());
    let line = async || {
        let board = overview::overview(house.portal.reader(), ada).await;
        let rows = board.expect("a dashboard").courses;
        let row = rows.into_iter().find(|row| row.course == course);
        row.map(|row| (row.available, row.low))
    };
    let warned = async |who: &Actor| {
        let look = outlook::low(&house.portal, who, course).await.expect("theirs");
        look.map(|look| (look.free, look.standing))
    };
    assert_eq!(line().await, Some((0, false)), "there is no account yet");
    assert_eq!((warned(ada).await, warned(mara).await), (None, None));
    house.grant(20).await.expect("granted");
    house.allocate(course, 6).await.expect("allocated");
    assert_eq!((line().await, warned(ada).await), (Some((6, false)), None));
    house.assign(course, mara.user, 2).await.expect("assigned");
    assert_eq!(line().await, Some((4, true)));
    assert_eq!(warned(ada).await, Some((4, Standing::Low)));
    assert_eq!(warned(mara).await, Some((2, Standing::Low)));
    house.assign(course, mara.user, 4).await.expect("assigned");
    assert_eq!(line().await, Some((0, false)), "none left is more than low");
    assert_eq!(
        (warned(ada).await, warned(mara).await),
        (Some((0, Standing::Empty)), None)
    );
    for who in [house.noor(), house.learner(0)] {
        let answer = outlook::low(&house.portal, who, house.fire()).await;
        assert_eq!(refusal(answer), Refusal::NotFound);
    }
    house.take_back(course, mara.user, 3).await.expect("taken back");
    assert_eq!(line().await, Some((3, true)));
    house
        .act(async |tx| archive::archive(tx, ada, course).await)
        .await
        .expect("archived");
    assert_eq!(
        (line().await, warned(ada).await),
        (Some((3, false)), None),
        "an archived course needs none"
    );
    house.close().await;
}
