//! The grid as it is shown: a page of courses × a page of managers, with totals over all of them.

use std::collections::{BTreeMap, BTreeSet};

use lectern_contract::{
    AccountId, CourseId, Role, UserId,
    courses::{CourseState, ManagerState},
    credits::AccountKind,
    grid::{COLUMNS, Figures, GridCell, GridColumn, GridRow, GridView},
    invitations::InvitationState,
    limits,
    paging::Query,
};
use lectern_entities::{account, course, course_manager, invitation, user};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    actor::Actor,
    fault::{Error, Result},
    search,
};

/// The grid: courses that are not archived or still have credits, managers that are registered or still have some.
/// `managers` is the page of managers, from 1.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn view(db: &impl ConnectionTrait, actor: &Actor, query: &Query, managers: u64) -> Result<GridView> {
    actor.require(Role::Admin)?;
    let books = Books::open(db, actor).await?;
    let courses = books.courses(db, actor).await?;
    let people = books.people(db, actor).await?;
    let pages = (people.len() as u64).div_ceil(COLUMNS).max(1);
    let first = (managers.clamp(1, pages) - 1) * COLUMNS;
    let skip = usize::try_from(first).unwrap_or(usize::MAX);
    let width = usize::try_from(COLUMNS).unwrap_or(usize::MAX);
    let shown: Vec<&(UserId, String)> = people.iter().skip(skip).take(width).collect();
    let words = search::key(&query.search);
    let found: Vec<&course::Model> = courses
        .iter()
        .filter(|course| search::key(&course.title).contains(&words))
        .collect();
    let total = found.len() as u64;
    let rows = found
        .iter()
        .skip(usize::try_from(query.offset(total)).unwrap_or(usize::MAX))
        .take(usize::try_from(limits::PAGE).unwrap_or(usize::MAX))
        .map(|course| books.row(course, &shown));
    let column = |(manager, name): &&(UserId, String)| GridColumn {
        manager: *manager,
        name: name.clone(),
        total: books.sum(|_, user| user == Some(*manager)),
    };
    let pool = books
        .pool
        .ok_or_else(|| Error::fault("an organization without a pool"))?;
    Ok(GridView {
        pool,
        columns: shown.iter().map(column).collect(),
        managers: people.len() as u64,
        own_total: books.sum(|_, user| user.is_none()),
        total: books.sum(|_, _| true),
        rows: query.answer(rows.collect(), total),
    })
}

/// Every balance of courses and managers, and who is registered where.
struct Books {
    cells: BTreeMap<(CourseId, Option<UserId>), GridCell>,
    registered: BTreeSet<(CourseId, UserId)>,
    pool: Option<GridCell>,
}

impl Books {
    async fn open(db: &impl ConnectionTrait, actor: &Actor) -> Result<Self> {
        let registered: Vec<(CourseId, UserId)> = course_manager::Entity::find()
            .select_only()
            .columns([course_manager::Column::CourseId, course_manager::Column::UserId])
            .filter(course_manager::Column::OrganizationId.eq(actor.organization))
            .filter(course_manager::Column::State.eq(ManagerState::Active))
            .into_tuple()
            .all(db)
            .await?;
        let held = held(db, actor).await?;
        let accounts = account::Entity::find()
            .filter(account::Column::OrganizationId.eq(actor.organization))
            .filter(account::Column::Kind.is_in([AccountKind::Pool, AccountKind::Course, AccountKind::Manager]))
            .all(db)
            .await?;
        let mut books = Self {
            cells: BTreeMap::new(),
            registered: registered.into_iter().collect(),
            pool: None,
        };
        for row in accounts {
            let cell = GridCell {
                figures: Figures {
                    free: row.balance - row.reserved,
                    held: held.get(&row.id).copied().unwrap_or(0),
                },
                account: Some(row.id),
                open: true,
            };
            if let Some(course) = row.course_id {
                books.cells.insert((course, row.user_id), cell);
            } else {
                books.pool = Some(cell);
            }
        }
        Ok(books)
    }

    /// Courses by title.
    async fn courses(&self, db: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<course::Model>> {
        let all = course::Entity::find()
            .filter(course::Column::OrganizationId.eq(actor.organization))
            .order_by_asc(course::Column::Title)
            .order_by_asc(course::Column::Id)
            .all(db)
            .await?;
        let kept = |row: &course::Model| {
            row.state != CourseState::Archived || self.sum(|course, _| course == row.id) != Figures::default()
        };
        Ok(all.into_iter().filter(kept).collect())
    }

    /// Managers as (id, name), by name.
    async fn people(&self, db: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<(UserId, String)>> {
        let with_credits = |(key, cell): (&(CourseId, Option<UserId>), &GridCell)| {
            key.1.filter(|_| cell.figures != Figures::default())
        };
        let ids: BTreeSet<UserId> = self
            .registered
            .iter()
            .map(|(_, manager)| *manager)
            .chain(self.cells.iter().filter_map(with_credits))
            .collect();
        Ok(user::Entity::find()
            .select_only()
            .columns([user::Column::Id, user::Column::Name])
            .filter(user::Column::OrganizationId.eq(actor.organization))
            .filter(user::Column::Id.is_in(ids))
            .order_by_asc(user::Column::Name)
            .order_by_asc(user::Column::Id)
            .into_tuple()
            .all(db)
            .await?)
    }

    fn sum(&self, of: impl Fn(CourseId, Option<UserId>) -> bool) -> Figures {
        let mut total = Figures::default();
        for ((course, user), cell) in &self.cells {
            if of(*course, *user) {
                total += cell.figures;
            }
        }
        total
    }

    fn row(&self, row: &course::Model, columns: &[&(UserId, String)]) -> GridRow {
        let course = row.id;
        let cell = |manager: UserId| {
            let open = self.registered.contains(&(course, manager));
            let cell = self.cells.get(&(course, Some(manager))).copied().unwrap_or_default();
            GridCell { open, ..cell }
        };
        let own = self.cells.get(&(course, None)).copied().unwrap_or_default();
        GridRow {
            course,
            title: row.title.clone(),
            state: row.state,
            own: GridCell { open: true, ..own },
            cells: columns.iter().map(|(manager, _)| cell(*manager)).collect(),
            total: self.sum(|of, _| of == course),
        }
    }
}

/// Credits held by pending invitations, by the account they came from.
async fn held(db: &impl ConnectionTrait, actor: &Actor) -> Result<BTreeMap<AccountId, i64>> {
    let rows: Vec<(AccountId, i64)> = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::SourceId)
        .column_as(invitation::Column::Id.count(), "held")
        .filter(invitation::Column::OrganizationId.eq(actor.organization))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .group_by(invitation::Column::SourceId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}
