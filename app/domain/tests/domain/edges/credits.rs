//! Credits at their edges.

use lectern_contract::{
    AccountId, Refusal,
    credits::{AccountKind, AdjustReason, TransactionKind},
    limits,
};
use lectern_domain::{
    Result,
    accounts::administer,
    courses::{edit, managers},
    credits::{
        self,
        accounts::{self, Which},
        overview::overview,
        statement,
    },
};

use crate::support::{House, fresh_key, refusal};

async fn account(house: &House, which: Which) -> AccountId {
    let found = accounts::find(house.portal.reader(), house.ada().organization, which).await;
    found.expect("accounts can be read").expect("the account was used")
}

async fn adjust(house: &House, account: AccountId, amount: i64) -> Result<()> {
    let reason = AdjustReason::Correction;
    house
        .act(async |tx| credits::adjust(tx, house.ada(), &fresh_key(), account, amount, reason, "A note").await)
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_take_back_never_touches_credits_that_invitations_hold() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 3).await;
    let invited = house
        .invite(house.mara(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    let answer = house.take_back(house.forklift(), house.mara().user, 3).await;
    assert_eq!(refusal(answer), Refusal::NotEnoughCredits { free: 2, asked: 3 });
    house
        .take_back(house.forklift(), house.mara().user, 2)
        .await
        .expect("the free part comes back");
    assert_eq!(
        (house.held().await, house.free(house.forklift(), house.mara()).await),
        (1, 0)
    );
    house.cancel(house.mara(), invited).await.expect("canceled");
    assert_eq!(
        house.free(house.forklift(), house.mara()).await,
        1,
        "released to where it was held from"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deallocation_never_touches_credits_that_an_admins_invitation_holds() {
    let house = House::open().await;
    house.grant(2).await.expect("granted");
    house.allocate(house.forklift(), 2).await.expect("allocated");
    house
        .invite(house.ada(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    assert_eq!(
        refusal(house.deallocate(house.forklift(), 2).await),
        Refusal::NotEnoughCredits { free: 1, asked: 2 }
    );
    house.deallocate(house.forklift(), 1).await.expect("the free one");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assignment_needs_a_registered_active_manager_and_free_credits() {
    let house = House::open().await;
    house.grant(5).await.expect("granted");
    let short = house.assign(house.forklift(), house.mara().user, 1).await;
    assert_eq!(
        refusal(short),
        Refusal::NotEnoughCredits { free: 0, asked: 1 },
        "allocate first"
    );
    house.allocate(house.fire(), 5).await.expect("allocated");
    assert_eq!(
        refusal(house.assign(house.fire(), house.noor().user, 1).await),
        Refusal::NotFound,
        "Noor manages the other"
    );
    house
        .act(async |tx| administer::suspend(tx, house.ada(), house.mara().user).await)
        .await
        .expect("suspended");
    assert_eq!(
        refusal(house.assign(house.fire(), house.mara().user, 1).await),
        Refusal::UserSuspended
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_managers_invitations_stay_and_their_free_credits_come_back() {
    let house = House::open().await;
    house.endow(house.forklift(), house.noor().user, 4).await;
    let invited = house
        .invite(house.noor(), house.forklift(), "lena@northwind.example")
        .await
        .expect("sent");
    let other = house
        .invite(house.noor(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    house
        .act(async |tx| administer::suspend(tx, house.ada(), house.noor().user).await)
        .await
        .expect("suspended");
    house
        .take_back(house.forklift(), house.noor().user, 2)
        .await
        .expect("the free part comes back");
    let token = house.token(invited).await;
    house
        .accept(house.learner(0), &token)
        .await
        .expect("the invitation still stands");
    house
        .cancel(house.ada(), other)
        .await
        .expect("an admin cancels for them");
    assert_eq!((house.consumed().await, house.held().await), (1, 0));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_with_credits_or_invitations_is_not_removed() {
    let house = House::open().await;
    house.endow(house.forklift(), house.noor().user, 2).await;
    let invited = house
        .invite(house.noor(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    let remove =
        async |tx: &lectern_domain::Tx| managers::remove(tx, house.ada(), house.forklift(), house.noor().user).await;
    assert_eq!(
        refusal(house.act(remove).await),
        Refusal::ManagerHasCredits { free: 1, pending: 1 }
    );
    house
        .take_back(house.forklift(), house.noor().user, 1)
        .await
        .expect("taken back");
    assert_eq!(
        refusal(house.act(remove).await),
        Refusal::ManagerHasCredits { free: 0, pending: 1 }
    );
    house.cancel(house.ada(), invited).await.expect("canceled");
    house
        .take_back(house.forklift(), house.noor().user, 1)
        .await
        .expect("taken back");
    house.act(remove).await.expect("nothing is left there");
    let again = house
        .invite(house.noor(), house.forklift(), "kai@contoso.example")
        .await;
    assert_eq!(refusal(again), Refusal::NotFound);
    assert_eq!(refusal(house.act(remove).await), Refusal::NotFound, "removed once");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archived_course_cancels_what_is_pending_and_gives_its_credits_back() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 2).await;
    house.grant(3).await.expect("granted");
    house.allocate(house.forklift(), 3).await.expect("allocated");
    house
        .enroll(house.learner(0).user, house.forklift())
        .await
        .expect("enrolled");
    let invited = house
        .invite(house.mara(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    house
        .act(async |tx| edit::archive(tx, house.ada(), house.forklift()).await)
        .await
        .expect("archived");
    assert_eq!(
        (house.held().await, house.free(house.forklift(), house.mara()).await),
        (0, 2)
    );
    assert_eq!(
        refusal(house.re_invite(house.mara(), invited).await),
        Refusal::CourseNotLive
    );
    assert_eq!(
        refusal(house.allocate(house.forklift(), 1).await),
        Refusal::CourseNotLive
    );
    let listed = overview(house.portal.reader(), house.ada())
        .await
        .expect("the dashboard");
    assert!(
        listed.courses.iter().any(|row| row.course == house.forklift()),
        "a course with credits stays on the dashboard"
    );
    house
        .take_back(house.forklift(), house.mara().user, 2)
        .await
        .expect("taken back");
    house.deallocate(house.forklift(), 4).await.expect("back to the pool");
    assert_eq!(house.pool().await, 4);
    let listed = overview(house.portal.reader(), house.ada())
        .await
        .expect("the dashboard");
    assert!(
        !listed.courses.iter().any(|row| row.course == house.forklift()),
        "nothing is left of it"
    );
    let id = house.registration(house.learner(0).user, house.forklift()).await.id;
    house.play(house.learner(0), id).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn amounts_out_of_range_are_refused() {
    let house = House::open().await;
    for amount in [0, -1, i64::MIN, limits::CREDITS_PER_ACT + 1, i64::MAX] {
        assert_eq!(
            refusal(house.grant(amount).await),
            Refusal::AmountOutOfRange,
            "{amount}"
        );
        assert_eq!(
            refusal(house.allocate(house.forklift(), amount).await),
            Refusal::AmountOutOfRange,
            "{amount}"
        );
    }
    let pool = account(&house, Which::Own(AccountKind::Pool)).await;
    for amount in [0, i64::MIN, i64::MAX] {
        assert_eq!(
            refusal(adjust(&house, pool, amount).await),
            Refusal::AmountOutOfRange,
            "{amount}"
        );
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_adjustment_reaches_pool_course_and_manager_and_nothing_else() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 1).await;
    let managers = account(&house, Which::Manager(house.forklift(), house.mara().user)).await;
    adjust(&house, managers, 2).await.expect("two more");
    assert_eq!(
        refusal(adjust(&house, managers, -4).await),
        Refusal::NotEnoughCredits { free: 3, asked: 4 }
    );
    adjust(&house, managers, -3).await.expect("all of them");
    for kind in [
        AccountKind::Held,
        AccountKind::Consumed,
        AccountKind::Expired,
        AccountKind::External,
    ] {
        let own = account(&house, Which::Own(kind)).await;
        assert_eq!(refusal(adjust(&house, own, 1).await), Refusal::NotFound, "{kind}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_reads_like_a_banks() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 3).await;
    house
        .invite(house.mara(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    let id = account(&house, Which::Manager(house.forklift(), house.mara().user)).await;
    let db = house.portal.reader();
    let page = statement::lines(db, house.mara(), id, 1)
        .await
        .expect("her own statement");
    let kinds: Vec<_> = page
        .rows
        .iter()
        .map(|line| (line.kind, line.amount, line.balance))
        .collect();
    assert_eq!(kinds, [(TransactionKind::Hold, -1, 2), (TransactionKind::Assign, 3, 3)]);
    assert_eq!(page.rows[0].about, "kai@contoso.example");
    assert_eq!(page.rows[0].actor.as_deref(), Some("Mara Lind"));
    assert_eq!(page.rows[1].counter_party, "Forklift Basics");
    let head = statement::head(db, house.ada(), id).await.expect("an admin sees all");
    assert_eq!((head.balance, &*head.name), (2, "Mara Lind on Forklift Basics"));
    assert_eq!(refusal(statement::head(db, house.noor(), id).await), Refusal::NotFound);
    assert_eq!(
        refusal(statement::lines(db, house.learner(0), id, 1).await),
        Refusal::NotFound
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_statement_turns_pages_without_losing_a_line() {
    let house = House::open().await;
    for _ in 0..120 {
        house.grant(1).await.expect("granted");
    }
    let id = account(&house, Which::Own(AccountKind::Pool)).await;
    let mut balances = Vec::new();
    for page in 1..=3 {
        let page = statement::lines(house.portal.reader(), house.ada(), id, page)
            .await
            .expect("a page");
        assert_eq!(page.total, 120);
        balances.extend(page.rows.iter().map(|line| line.balance));
    }
    assert_eq!(balances, (1..=120).rev().collect::<Vec<i64>>());
    house.close().await;
}
