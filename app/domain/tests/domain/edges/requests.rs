//! Requests of managers for credits (`spec/credits.md` 3).

use lectern_contract::{
    Refusal, RequestId,
    credits::TransactionKind,
    paging::Query,
    requests::{CreditPlan, RequestRow, RequestState},
};
use lectern_domain::{
    Actor, Result,
    accounts::administer::{self, UserForm},
    courses::{edit, managers},
    credits::{accounts::Which, overview, requests},
};
use lectern_entities::ledger_transaction;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::support::{House, fresh_key, refusal};

impl House {
    async fn ask(&self, manager: &Actor, amount: i64) -> Result<RequestId> {
        self.act(async |tx| requests::ask(tx, manager, &fresh_key(), self.forklift(), amount, "A new shift").await)
            .await
    }

    async fn approve(&self, id: RequestId, from_course: i64, from_pool: i64) -> Result<()> {
        let plan = CreditPlan { from_course, from_pool };
        self.act(async |tx| requests::approve(tx, self.ada(), &fresh_key(), id, plan, "Good luck").await)
            .await
    }

    async fn refuse(&self, id: RequestId, note: &str) -> Result<()> {
        self.act(async |tx| requests::decline(tx, self.ada(), &fresh_key(), id, note).await)
            .await
    }

    async fn request(&self, id: RequestId) -> RequestRow {
        let view = requests::list::show(self.portal.reader(), self.ada(), id).await;
        view.expect("a request").row
    }

    /// Pool, course, Mara.
    async fn three(&self) -> [i64; 3] {
        let course = self.credits(Which::Course(self.forklift())).await;
        [self.pool().await, course, self.free(self.forklift(), self.mara()).await]
    }

    /// Credits in the pool and unassigned on the first course; nothing is left to be posted.
    async fn stocked(pool: i64, course: i64) -> Self {
        let house = Self::open().await;
        house.grant(pool + course).await.expect("granted");
        if course > 0 {
            house.allocate(house.forklift(), course).await.expect("allocated");
        }
        house.post().await;
        house
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_reaches_every_active_admin_and_the_dashboard() {
    let house = House::stocked(9, 0).await;
    for (name, email) in [
        ("Bea Kern", "bea@northwind.example"),
        ("Cy Dorn", "cy@northwind.example"),
    ] {
        let form = UserForm {
            name: name.into(),
            email: email.into(),
            roles: vec![lectern_contract::Role::Admin],
        };
        let made = house
            .act(async |tx| administer::create(tx, house.ada(), &fresh_key(), form).await)
            .await;
        let made = made.expect("an admin more");
        if name.starts_with("Cy") {
            let gone = house
                .act(async |tx| administer::suspend(tx, house.ada(), made).await)
                .await;
            gone.expect("suspended");
        }
    }
    house.post().await;
    let id = house.ask(house.mara(), 8).await.expect("asked");
    let letters = house.post().await;
    let mut to: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, ["ada@northwind.example", "bea@northwind.example"]);
    assert_eq!(letters[0].subject, "Mara Lind asks for 8 credits");
    assert!(letters[0].text.contains("> A new shift"), "{}", letters[0].text);
    assert!(
        letters[0].text.contains(&format!("/admin/requests/{id}")),
        "{}",
        letters[0].text
    );
    let overview = overview::overview(house.portal.reader(), house.ada())
        .await
        .expect("read");
    assert_eq!(overview.requests, 1);
    assert_eq!(refusal(house.ask(house.mara(), 2).await), Refusal::AlreadyRequested);
    house.ask(house.noor(), 2).await.expect("another manager may");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approval_takes_the_courses_credits_first_and_then_the_pools() {
    let house = House::stocked(9, 3).await;
    let id = house.ask(house.mara(), 8).await.expect("asked");
    house.post().await;
    house.approve(id, 3, 5).await.expect("approved");
    assert_eq!(house.three().await, [4, 0, 8]);
    let row = house.request(id).await;
    assert_eq!(
        (row.state, row.assigned, row.answer.as_str()),
        (RequestState::Approved, Some(8), "Good luck")
    );
    assert_eq!(row.decided_by.as_deref(), Some("Ada Brandt"));
    for kind in [TransactionKind::Allocate, TransactionKind::Assign] {
        let key = format!("{kind}:request:{id}");
        let found = ledger_transaction::Entity::find().filter(ledger_transaction::Column::IdempotencyKey.eq(key));
        let found = found.one(house.portal.reader()).await.expect("read");
        assert_eq!(
            found.map(|row| row.kind),
            Some(kind),
            "both movements stand in the ledger"
        );
    }
    let letters = house.post().await;
    assert_eq!((letters.len(), letters[0].to.as_str()), (1, "mara@northwind.example"));
    assert!(
        letters[0].text.contains("you have 8 credits more"),
        "{}",
        letters[0].text
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_can_be_approved_and_the_course_alone_can_pay() {
    let house = House::stocked(0, 5).await;
    let id = house.ask(house.mara(), 8).await.expect("asked");
    house.post().await;
    let more = house.approve(id, 5, 3).await;
    let neither = Refusal::NeitherSuffices {
        course: 5,
        pool: 0,
        asked: 8,
    };
    assert_eq!(refusal(more), neither);
    assert_eq!(
        neither.sentence(),
        "8 credits are needed, but the course has 5 free and the pool 0. Approve fewer, or bring credits into the pool first."
    );
    assert_eq!(refusal(house.approve(id, 9, 0).await), Refusal::MoreThanRequested(8));
    assert_eq!(refusal(house.approve(id, 0, 0).await), Refusal::AmountOutOfRange);
    assert_eq!(refusal(house.approve(id, -1, 3).await), Refusal::ChangedMeanwhile);
    assert_eq!(
        refusal(house.approve(id, i64::MAX, i64::MAX).await),
        Refusal::AmountOutOfRange
    );
    assert_eq!(
        house.request(id).await.state,
        RequestState::Open,
        "a refused approval decides nothing"
    );
    house.approve(id, 4, 0).await.expect("partly");
    assert_eq!(house.three().await, [0, 1, 4]);
    assert_eq!(
        (house.request(id).await.state, house.request(id).await.assigned),
        (RequestState::Partly, Some(4))
    );
    assert!(
        house.post().await[0]
            .text
            .contains("Of the 8 credits you asked for, 4 credits")
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_credits_than_were_shown_do_not_move() {
    let house = House::stocked(9, 3).await;
    let id = house.ask(house.mara(), 4).await.expect("asked");
    house.deallocate(house.forklift(), 2).await.expect("meanwhile");
    assert_eq!(refusal(house.approve(id, 3, 1).await), Refusal::ChangedMeanwhile);
    assert_eq!(house.three().await, [11, 1, 0]);
    house.approve(id, 1, 3).await.expect("what is shown now");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_decided_once() {
    let house = House::stocked(9, 0).await;
    let id = house.ask(house.mara(), 4).await.expect("asked");
    assert_eq!(
        refusal(house.refuse(id, " ").await),
        Refusal::Missing(lectern_contract::refusal::Field::Note)
    );
    house.refuse(id, "Not this quarter").await.expect("declined");
    for again in [house.approve(id, 0, 4).await, house.refuse(id, "No").await] {
        assert_eq!(refusal(again), Refusal::RequestIs(RequestState::Declined));
    }
    let mine = house
        .act(async |tx| requests::withdraw(tx, house.mara(), &fresh_key(), id).await)
        .await;
    assert_eq!(refusal(mine), Refusal::RequestIs(RequestState::Declined));
    assert!(
        house
            .post()
            .await
            .iter()
            .any(|letter| letter.text.contains("> Not this quarter"))
    );

    let next = house.ask(house.mara(), 2).await.expect("another may follow");
    let other = house
        .act(async |tx| requests::withdraw(tx, house.noor(), &fresh_key(), next).await)
        .await;
    assert_eq!(refusal(other), Refusal::NotFound, "only one's own");
    house
        .act(async |tx| requests::withdraw(tx, house.mara(), &fresh_key(), next).await)
        .await
        .expect("withdrawn");
    assert_eq!(
        refusal(house.approve(next, 0, 2).await),
        Refusal::RequestIs(RequestState::Withdrawn)
    );
    assert_eq!(house.three().await, [9, 0, 0]);
    let declined = requests::list::list(
        house.portal.reader(),
        house.ada(),
        &Query::default(),
        Some(RequestState::Declined),
    )
    .await;
    assert_eq!(
        declined
            .expect("read")
            .rows
            .iter()
            .map(|row| row.id)
            .collect::<Vec<_>>(),
        [id]
    );
    let query = Query {
        search: "mara".into(),
        page: 1,
    };
    let hers = requests::list::list(house.portal.reader(), house.ada(), &query, None).await;
    assert_eq!(hers.expect("read").total, 2);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_approval_twice_assigns_once() {
    let house = House::stocked(9, 0).await;
    let id = house.ask(house.mara(), 4).await.expect("asked");
    let plan = CreditPlan {
        from_course: 0,
        from_pool: 4,
    };
    for _ in 0..2 {
        house
            .act(async |tx| requests::approve(tx, house.ada(), "once", id, plan, "").await)
            .await
            .expect("the same answer");
    }
    assert_eq!(house.three().await, [5, 0, 4]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_nobody_could_use_are_withdrawn() {
    let house = House::stocked(9, 0).await;
    let (left, archived) = (
        house.ask(house.noor(), 1).await.expect("asked"),
        house.ask(house.mara(), 1).await.expect("asked"),
    );
    house
        .act(async |tx| managers::remove(tx, house.ada(), house.forklift(), house.noor().user).await)
        .await
        .expect("removed");
    assert_eq!(house.request(left).await.state, RequestState::Withdrawn);
    assert_eq!(house.request(archived).await.state, RequestState::Open);
    house
        .act(async |tx| edit::archive(tx, house.ada(), house.forklift()).await)
        .await
        .expect("archived");
    assert_eq!(house.request(archived).await.state, RequestState::Withdrawn);
    assert_eq!(refusal(house.ask(house.mara(), 1).await), Refusal::CourseNotLive);
    house.close().await;
}
