//! Course → manager: a course's credits given to a manager registered on it.

use lectern_contract::{CourseId, UserId, credits::TransactionKind};

use crate::{
    actor::Actor,
    courses::able,
    credits::{
        accounts::Which,
        transfer::{Transfer, transfer},
    },
    fault::Result,
    tx::Tx,
};

/// Assigns `amount` of a course's unassigned credits to one of its managers (`spec/credits.md` 8).
///
/// # Errors
/// `NotFound` for anybody but an admin, and where the person does not manage the course; `UserSuspended`;
/// `NotAManager`; `AmountOutOfRange`; `NotEnoughCredits`; `KeyReused`.
pub async fn assign(tx: &Tx, actor: &Actor, key: &str, course: CourseId, manager: UserId, amount: i64) -> Result<()> {
    let plan = Transfer {
        kind: TransactionKind::Assign,
        act: "credits.assign",
        key,
        course,
        from: Which::Course(course),
        to: Which::Manager(course, manager),
        amount,
    };
    let guard = async { able::keep(tx, actor.organization, course, manager).await.map(drop) };
    Box::pin(transfer(tx, actor, plan, guard)).await
}
