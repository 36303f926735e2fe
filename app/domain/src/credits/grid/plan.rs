//! What changes to the grid need: the fewest movements that lead from the numbers now to those typed.
//!
//! A manager's new number is assigned from, or taken back to, the course. Where the course's own number was typed as
//! well, the pool evens it out; where it was not, the pool gives only what the course lacks.

use std::collections::BTreeMap;

use lectern_contract::{
    CourseId, OrganizationId, Refusal, Role, UserId,
    courses::{CourseState, ManagerState},
    credits::{AccountKind, TransactionKind},
    grid::{CHANGES, GridChange, GridFigure, GridMovement, GridPlan},
    limits,
    people::UserState,
};
use lectern_entities::{account, course, course_manager, user, user_role};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::{
    actor::Actor,
    credits::accounts::{Which, balance},
    fault::{Error, Result},
    secrets,
};

/// The dry run: every movement that the changes need, and every balance they touch.
///
/// # Errors
/// `NotFound` unless an admin asks, for courses of the organization and managers registered on them; `BadRequest` for
/// a cell named twice; `TooManyChanges`; `AmountOutOfRange`; `NothingChanged`; `CourseNotLive` where an archived
/// course would get credits; `UserSuspended` and `NotAManager` where somebody would who cannot act as its manager;
/// `PoolLacks`.
pub async fn plan(db: &impl ConnectionTrait, actor: &Actor, changes: &[GridChange]) -> Result<GridPlan> {
    actor.require(Role::Admin)?;
    let wanted = clean(changes)?;
    let books = Books::open(db, actor.organization, &wanted).await?;
    let mut draft = Draft::default();
    for (course, cells) in &wanted {
        draft.add(&books, *course, cells)?;
    }
    draft.finish(books.pool)
}

/// New numbers by course, then by manager; `None` is the course's own.
type Wanted = BTreeMap<CourseId, BTreeMap<Option<UserId>, i64>>;

fn clean(changes: &[GridChange]) -> Result<Wanted> {
    if changes.len() > CHANGES {
        return Err(Refusal::TooManyChanges.into());
    }
    let mut wanted = Wanted::new();
    for change in changes {
        if !(0..=limits::CREDITS_PER_ACT).contains(&change.free) {
            return Err(Refusal::AmountOutOfRange.into());
        }
        let cells = wanted.entry(change.course).or_default();
        if cells.insert(change.manager, change.free).is_some() {
            return Err(Refusal::BadRequest.into());
        }
    }
    Ok(wanted)
}

/// What is there now.
struct Books {
    pool: i64,
    free: BTreeMap<(CourseId, Option<UserId>), i64>,
    courses: BTreeMap<CourseId, course::Model>,
    people: BTreeMap<UserId, user::Model>,
    /// Who of them holds the role manager.
    holders: Vec<UserId>,
    registered: Vec<(CourseId, UserId)>,
}

impl Books {
    async fn open(db: &impl ConnectionTrait, organization: OrganizationId, wanted: &Wanted) -> Result<Self> {
        let ids = || wanted.keys().copied();
        let courses = course::Entity::find()
            .filter(course::Column::OrganizationId.eq(organization))
            .filter(course::Column::Id.is_in(ids()));
        let accounts = account::Entity::find()
            .filter(account::Column::OrganizationId.eq(organization))
            .filter(account::Column::CourseId.is_in(ids()));
        let registered = course_manager::Entity::find()
            .filter(course_manager::Column::OrganizationId.eq(organization))
            .filter(course_manager::Column::CourseId.is_in(ids()))
            .filter(course_manager::Column::State.eq(ManagerState::Active));
        let managers = || wanted.values().flat_map(|cells| cells.keys().flatten().copied());
        let people = user::Entity::find()
            .filter(user::Column::OrganizationId.eq(organization))
            .filter(user::Column::Id.is_in(managers()));
        let holders = user_role::Entity::find()
            .filter(user_role::Column::OrganizationId.eq(organization))
            .filter(user_role::Column::Role.eq(Role::Manager))
            .filter(user_role::Column::UserId.is_in(managers()));
        let key = |row: account::Model| Some(((row.course_id?, row.user_id), row.balance - row.reserved));
        Ok(Self {
            pool: balance(db, organization, Which::Own(AccountKind::Pool)).await?,
            free: accounts.all(db).await?.into_iter().filter_map(key).collect(),
            courses: courses.all(db).await?.into_iter().map(|row| (row.id, row)).collect(),
            people: people.all(db).await?.into_iter().map(|row| (row.id, row)).collect(),
            holders: holders.all(db).await?.iter().map(|row| row.user_id).collect(),
            registered: registered
                .all(db)
                .await?
                .iter()
                .map(|row| (row.course_id, row.user_id))
                .collect(),
        })
    }

    fn free(&self, course: CourseId, manager: Option<UserId>) -> i64 {
        self.free.get(&(course, manager)).copied().unwrap_or(0)
    }
}

/// Movements by kind, in the order in which they are always possible: what comes back first, what goes out last.
#[derive(Default)]
struct Draft {
    back: Vec<GridMovement>,
    to_pool: Vec<GridMovement>,
    from_pool: Vec<GridMovement>,
    out: Vec<GridMovement>,
    figures: Vec<GridFigure>,
}

impl Draft {
    fn add(&mut self, books: &Books, course: CourseId, cells: &BTreeMap<Option<UserId>, i64>) -> Result<()> {
        let row = books.courses.get(&course).ok_or(Refusal::NotFound)?;
        let movement = |kind, amount, manager| GridMovement {
            kind,
            course,
            title: row.title.clone(),
            manager,
            amount,
        };
        let own = books.free(course, None);
        let mut left = own;
        for (manager, wanted) in cells {
            let Some(manager) = manager else { continue };
            let person = books.people.get(manager).ok_or(Refusal::NotFound)?;
            let free = books.free(course, Some(*manager));
            let named = Some((*manager, person.name.clone()));
            let more = wanted - free;
            match more {
                1.. => {
                    require_heir(books, course, person)?;
                    self.out.push(movement(TransactionKind::Assign, more, named));
                }
                ..0 => self.back.push(movement(TransactionKind::TakeBack, -more, named)),
                0 => continue,
            }
            left -= more;
            let name = format!("{} on {}", person.name, row.title);
            self.figures.push(GridFigure {
                name,
                before: free,
                after: *wanted,
            });
        }
        let after = cells.get(&None).copied().unwrap_or(left.max(0));
        match after - left {
            1.. if row.state == CourseState::Archived => return Err(Refusal::CourseNotLive.into()),
            lack @ 1.. => self.from_pool.push(movement(TransactionKind::Allocate, lack, None)),
            spare @ ..0 => self.to_pool.push(movement(TransactionKind::Deallocate, -spare, None)),
            0 => {}
        }
        if after != own || left != own {
            self.figures.push(GridFigure {
                name: row.title.clone(),
                before: own,
                after,
            });
        }
        Ok(())
    }

    fn finish(mut self, pool: i64) -> Result<GridPlan> {
        let sum = |movements: &[GridMovement]| movements.iter().map(|movement| movement.amount).sum::<i64>();
        let (into, out) = (sum(&self.to_pool), sum(&self.from_pool));
        let after = pool + into - out;
        if out > 0 && after < 0 {
            return Err(Refusal::PoolLacks {
                pool,
                asked: out - into,
            }
            .into());
        }
        if into > 0 || out > 0 {
            self.figures.push(GridFigure {
                name: "Pool".into(),
                before: pool,
                after,
            });
        }
        let movements = [self.back, self.to_pool, self.from_pool, self.out].concat();
        if movements.is_empty() {
            return Err(Refusal::NothingChanged.into());
        }
        let said = serde_json::to_string(&(&movements, &self.figures)).map_err(Error::fault)?;
        Ok(GridPlan {
            movements,
            figures: self.figures,
            seen: secrets::hash(&said),
        })
    }
}

/// Who gets credits must be registered on the course, active, and hold the role manager (see [`crate::courses::able`]).
fn require_heir(books: &Books, course: CourseId, person: &user::Model) -> Result<()> {
    if !books.registered.contains(&(course, person.id)) {
        return Err(Refusal::NotFound.into());
    }
    if person.state != UserState::Active {
        return Err(Refusal::UserSuspended.into());
    }
    if books.holders.contains(&person.id) {
        Ok(())
    } else {
        Err(Refusal::NotAManager.into())
    }
}
