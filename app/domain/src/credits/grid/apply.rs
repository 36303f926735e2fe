//! The changes made: all of them or none.

use std::collections::BTreeSet;

use lectern_contract::{
    AccountId, CourseId, Refusal, Role, UserId,
    courses::ManagerState,
    credits::{AccountKind, TransactionKind},
    grid::{GridChange, GridMovement},
};
use lectern_entities::{course, course_manager};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::plan::plan;
use crate::{
    actor::Actor,
    credits::{
        accounts::{self, Which},
        ledger,
        transfer::{Transfer, shift},
    },
    fault::Result,
    once::once,
    tx::Tx,
};

/// Makes the movements that [`plan`] names, in one transaction; answers how many. `seen` is the dry run's mark: where
/// it would name other movements or figures by now, nothing is done.
///
/// # Errors
/// As [`plan`]; `ChangedMeanwhile`; `KeyReused`.
pub async fn apply(tx: &Tx, actor: &Actor, key: &str, changes: &[GridChange], seen: &str) -> Result<usize> {
    actor.require(Role::Admin)?;
    let work = async {
        lock(tx, actor, changes).await?;
        let plan = plan(tx, actor, changes).await?;
        if plan.seen != seen {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        for (number, movement) in plan.movements.iter().enumerate() {
            make(tx, actor, &format!("grid:{key}:{number}"), movement).await?;
        }
        Ok(plan.movements.len())
    };
    Box::pin(once(tx, actor, key, "credits.grid", (changes, seen), work)).await
}

/// Locks managers, courses and accounts in the order of every act, so that the plan made next stays true.
async fn lock(tx: &Tx, actor: &Actor, changes: &[GridChange]) -> Result<()> {
    let courses: BTreeSet<CourseId> = changes.iter().map(|change| change.course).collect();
    let people: BTreeSet<UserId> = changes.iter().filter_map(|change| change.manager).collect();
    let registered = course_manager::Entity::find()
        .filter(course_manager::Column::OrganizationId.eq(actor.organization))
        .filter(course_manager::Column::CourseId.is_in(courses.iter().copied()))
        .filter(course_manager::Column::UserId.is_in(people))
        .filter(course_manager::Column::State.eq(ManagerState::Active))
        .order_by_asc(course_manager::Column::Id);
    tx.share(registered).all(tx).await?;
    let known = course::Entity::find()
        .filter(course::Column::OrganizationId.eq(actor.organization))
        .filter(course::Column::Id.is_in(courses.iter().copied()))
        .order_by_asc(course::Column::Id);
    let known = tx.share(known).all(tx).await?;
    if known.len() != courses.len() {
        return Err(Refusal::NotFound.into());
    }
    let mut touched: Vec<AccountId> =
        vec![accounts::open(tx, actor.organization, Which::Own(AccountKind::Pool)).await?];
    for course in courses {
        touched.push(accounts::open(tx, actor.organization, Which::Course(course)).await?);
    }
    for change in changes {
        if let Some(manager) = change.manager {
            // Only accounts that exist: the plan says whether this person may have one at all.
            let which = Which::Manager(change.course, manager);
            touched.extend(accounts::find(tx, actor.organization, which).await?);
        }
    }
    ledger::lock(tx, touched).await
}

async fn make(tx: &Tx, actor: &Actor, key: &str, movement: &GridMovement) -> Result<()> {
    let (course, pool) = (Which::Course(movement.course), Which::Own(AccountKind::Pool));
    let manager = movement
        .manager
        .as_ref()
        .map(|(user, _)| Which::Manager(movement.course, *user));
    let (act, from, to) = match (movement.kind, manager) {
        (TransactionKind::TakeBack, Some(manager)) => ("credits.take_back", manager, course),
        (TransactionKind::Assign, Some(manager)) => ("credits.assign", course, manager),
        (TransactionKind::Allocate, _) => ("credits.allocate", pool, course),
        _ => ("credits.deallocate", course, pool),
    };
    let transfer = Transfer {
        kind: movement.kind,
        act,
        key,
        course: movement.course,
        from,
        to,
        amount: movement.amount,
    };
    shift(tx, &actor.author(), transfer, "Credits grid").await.map(drop)
}
