//! What corrections of balances say before they are done (`spec/README.md`, dry run).

use lectern_contract::{
    AccountId, Refusal,
    credits::{AccountKind, AdjustReason, Adjustment},
    refusal::Field,
    watch::Standing,
};
use lectern_domain::{
    Result,
    credits::{
        self,
        accounts::{self, Which},
        watch::thresholds::{self, ThresholdsForm},
    },
};

use crate::support::{House, fresh_key, refusal};

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
