//! The allocations grid (`spec/credits.md` 6, 8).

use lectern_contract::{
    CourseId, Refusal, UserId,
    courses::CourseState,
    grid::{Figures, GridChange, GridPlan},
    paging::Query,
};
use lectern_domain::{
    Result,
    courses::{edit, managers},
    credits::{accounts::Which, grid},
};

use crate::support::{House, fresh_key, refusal};

const fn cell(course: CourseId, manager: Option<UserId>, free: i64) -> GridChange {
    GridChange { course, manager, free }
}

impl House {
    async fn dry_run(&self, changes: &[GridChange]) -> Result<GridPlan> {
        grid::plan(self.portal.reader(), self.ada(), changes).await
    }

    async fn apply(&self, changes: &[GridChange], seen: &str) -> Result<usize> {
        self.act(async |tx| grid::apply(tx, self.ada(), &fresh_key(), changes, seen).await)
            .await
    }

    /// Pool 20; the first course 4, Mara 5 and one held, Noor 1 on it; the second course nothing.
    async fn gridded() -> Self {
        let house = Self::open().await;
        house.endow(house.forklift(), house.mara().user, 6).await;
        house.endow(house.forklift(), house.noor().user, 1).await;
        house
            .invite(house.mara(), house.forklift(), "kai@contoso.example")
            .await
            .expect("sent");
        house.grant(24).await.expect("granted");
        house.allocate(house.forklift(), 4).await.expect("allocated");
        house
    }

    /// Pool, first course, Mara, Noor; second course, Mara.
    async fn six(&self) -> [i64; 6] {
        let (one, two, mara) = (self.forklift(), self.fire(), self.mara());
        [
            self.pool().await,
            self.credits(Which::Course(one)).await,
            self.free(one, mara).await,
            self.free(one, self.noor()).await,
            self.credits(Which::Course(two)).await,
            self.free(two, mara).await,
        ]
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_grid_shows_every_balance_and_its_totals() {
    let house = House::gridded().await;
    let view = grid::view(
        house.portal.reader(),
        house.ada(),
        &Query {
            search: String::new(),
            page: 1,
        },
        1,
    )
    .await
    .expect("a grid");
    assert_eq!(view.pool.figures, Figures { free: 20, held: 0 });
    let names: Vec<_> = view
        .columns
        .iter()
        .map(|column| (column.name.as_str(), column.total))
        .collect();
    assert_eq!(
        names,
        [
            ("Mara Lind", Figures { free: 5, held: 1 }),
            ("Noor Haddad", Figures { free: 1, held: 0 })
        ]
    );
    assert_eq!(
        (view.rows.total, view.pages(), view.total),
        (2, 1, Figures { free: 10, held: 1 })
    );
    let row = view
        .rows
        .rows
        .iter()
        .find(|row| row.course == house.forklift())
        .expect("a row");
    assert_eq!((row.own.figures.free, row.total), (4, Figures { free: 10, held: 1 }));
    assert!(row.cells.iter().all(|cell| cell.open && cell.account.is_some()));
    let other = view
        .rows
        .rows
        .iter()
        .find(|row| row.course == house.fire())
        .expect("a row");
    assert!(
        other.cells[0].open && !other.cells[1].open,
        "Noor does not manage the second course"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_cells_change_in_one_act() {
    let house = House::gridded().await;
    let (one, two, mara, noor) = (house.forklift(), house.fire(), house.mara().user, house.noor().user);
    let changes = [
        cell(one, Some(mara), 2),
        cell(one, Some(noor), 10),
        cell(two, Some(mara), 3),
        cell(two, None, 2),
    ];
    let plan = house.dry_run(&changes).await.expect("a plan");
    let mut words: Vec<String> = plan
        .movements
        .iter()
        .map(lectern_contract::grid::GridMovement::words)
        .collect();
    assert!(
        words[0].starts_with("Take back 3 credits from Mara Lind to "),
        "{words:?}"
    );
    words.sort();
    let starts = [
        "Allocate 2 credits",
        "Allocate 5 credits",
        "Assign 3 credits",
        "Assign 9 credits",
        "Take back 3",
    ];
    assert!(
        words.len() == 5 && words.iter().zip(starts).all(|(words, start)| words.starts_with(start)),
        "{words:?}"
    );
    let pool = plan
        .figures
        .iter()
        .find(|figure| figure.name == "Pool")
        .expect("the pool's");
    assert_eq!((pool.before, pool.after), (20, 13));
    assert_eq!(house.six().await, [20, 4, 5, 1, 0, 0], "a dry run moves nothing");
    assert_eq!(house.apply(&changes, &plan.seen).await.expect("changed"), 5);
    assert_eq!(house.six().await, [13, 0, 2, 10, 2, 3]);
    assert_eq!(house.held().await, 1, "held ones are not touched (L11)");
    assert_eq!(refusal(house.dry_run(&changes).await), Refusal::NothingChanged);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typed_course_number_is_evened_out_by_the_pool() {
    let house = House::gridded().await;
    let (one, mara) = (house.forklift(), house.mara().user);
    let changes = [cell(one, None, 1), cell(one, Some(mara), 0)];
    let plan = house.dry_run(&changes).await.expect("a plan");
    house.apply(&changes, &plan.seen).await.expect("changed");
    assert_eq!(
        house.six().await,
        [28, 1, 0, 1, 0, 0],
        "four and five less one went to the pool"
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_meanwhile_is_not_built_on() {
    let house = House::gridded().await;
    let (one, mara, noor) = (house.forklift(), house.mara().user, house.noor().user);
    let changes = [cell(one, Some(mara), 8), cell(one, Some(noor), 0)];
    let plan = house.dry_run(&changes).await.expect("a plan");
    house
        .invite(house.mara(), one, "wil@contoso.example")
        .await
        .expect("a credit is held meanwhile");
    assert_eq!(
        refusal(house.apply(&changes, &plan.seen).await),
        Refusal::ChangedMeanwhile
    );
    assert_eq!(house.six().await, [20, 4, 4, 1, 0, 0], "all or nothing");
    let plan = house.dry_run(&changes).await.expect("another plan");
    house.apply(&changes, &plan.seen).await.expect("changed");
    assert_eq!(house.six().await[2..4], [8, 0]);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_grid_refuses() {
    let house = House::gridded().await;
    let (one, two, mara, noor) = (house.forklift(), house.fire(), house.mara().user, house.noor().user);
    for (changes, expected) in [
        (vec![], Refusal::NothingChanged),
        (vec![cell(one, Some(mara), 5)], Refusal::NothingChanged),
        (vec![cell(one, Some(mara), -1)], Refusal::AmountOutOfRange),
        (
            vec![cell(one, Some(mara), 1), cell(one, Some(mara), 2)],
            Refusal::BadRequest,
        ),
        (vec![cell(two, Some(noor), 1)], Refusal::NotFound),
        (vec![cell(one, Some(house.learner(0).user), 1)], Refusal::NotFound),
        (vec![cell(one, None, 25)], Refusal::PoolLacks { pool: 20, asked: 21 }),
        (
            vec![cell(one, Some(mara), 30)],
            Refusal::PoolLacks { pool: 20, asked: 21 },
        ),
        (vec![cell(one, None, 1); 61], Refusal::TooManyChanges),
    ] {
        assert_eq!(refusal(house.dry_run(&changes).await), expected, "{changes:?}");
        assert_eq!(refusal(house.apply(&changes, "x").await), expected, "{changes:?}");
    }
    assert_eq!(
        refusal(grid::plan(house.portal.reader(), house.mara(), &[cell(one, None, 1)]).await),
        Refusal::NotFound
    );
    house
        .act(async |tx| edit::archive(tx, house.ada(), one).await)
        .await
        .expect("archived");
    assert_eq!(
        refusal(house.dry_run(&[cell(one, None, 9)]).await),
        Refusal::CourseNotLive
    );
    let shown = grid::view(house.portal.reader(), house.ada(), &Query::default(), 1).await;
    let shown = shown.expect("shown").rows.rows;
    let states: Vec<_> = shown.iter().map(|row| (row.course == one, row.state)).collect();
    assert!(states.contains(&(true, CourseState::Archived)), "{states:?}");
    assert!(states.contains(&(false, CourseState::Published)), "{states:?}");
    house
        .dry_run(&[cell(one, None, 0)])
        .await
        .expect("an archived course still gives back");
    house
        .act(async |tx| {
            credits_back(tx, &house, one, mara).await?;
            managers::remove(tx, house.ada(), one, mara).await
        })
        .await
        .expect("removed");
    assert_eq!(
        refusal(house.dry_run(&[cell(one, Some(mara), 1)]).await),
        Refusal::NotFound
    );
    house.close().await;
}

async fn credits_back(tx: &lectern_domain::Tx, house: &House, course: CourseId, manager: UserId) -> Result<()> {
    lectern_domain::credits::take_back(tx, house.ada(), &fresh_key(), course, manager, 6).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_change_twice_is_one() {
    let house = House::gridded().await;
    let changes = [cell(house.forklift(), Some(house.noor().user), 3)];
    let plan = house.dry_run(&changes).await.expect("a plan");
    for _ in 0..2 {
        let made = house
            .act(async |tx| grid::apply(tx, house.ada(), "grid", &changes, &plan.seen).await)
            .await;
        assert_eq!(made.expect("the same answer"), 1);
    }
    assert_eq!(house.six().await, [20, 2, 5, 3, 0, 0]);
    house.close().await;
}
