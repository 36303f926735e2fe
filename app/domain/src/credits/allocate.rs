//! Pool ↔ course: credits earmarked for a course, and its free part given back.

use lectern_contract::{
    CourseId, Refusal,
    courses::CourseState,
    credits::{AccountKind, TransactionKind},
};

use crate::{
    actor::Actor,
    courses,
    credits::{
        accounts::Which,
        transfer::{Transfer, transfer},
    },
    fault::Result,
    tx::Tx,
};

/// Allocates `amount` credits of the pool to a course (`spec/credits.md` 6).
///
/// # Errors
/// `NotFound` for anybody but an admin and for a course of others; `AmountOutOfRange`; `NotEnoughCredits`;
/// `CourseNotLive` for an archived course; `KeyReused`.
pub async fn allocate(tx: &Tx, actor: &Actor, key: &str, course: CourseId, amount: i64) -> Result<()> {
    let plan = Transfer {
        kind: TransactionKind::Allocate,
        act: "credits.allocate",
        key,
        course,
        from: Which::Own(AccountKind::Pool),
        to: Which::Course(course),
        amount,
    };
    let guard = async {
        let course = courses::find(tx, actor.organization, course).await?;
        if course.state == CourseState::Archived {
            Err(Refusal::CourseNotLive.into())
        } else {
            Ok(())
        }
    };
    transfer(tx, actor, plan, guard).await
}

/// Gives `amount` of a course's unassigned credits back to the pool (`spec/credits.md` 6).
///
/// # Errors
/// As [`allocate`], but archived courses give back too.
pub async fn deallocate(tx: &Tx, actor: &Actor, key: &str, course: CourseId, amount: i64) -> Result<()> {
    let plan = Transfer {
        kind: TransactionKind::Deallocate,
        act: "credits.deallocate",
        key,
        course,
        from: Which::Course(course),
        to: Which::Own(AccountKind::Pool),
        amount,
    };
    let guard = async { courses::find(tx, actor.organization, course).await.map(drop) };
    transfer(tx, actor, plan, guard).await
}
