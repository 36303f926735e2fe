//! Manager → course: the free part of a manager's credits comes back.

use lectern_contract::{CourseId, UserId, credits::TransactionKind};

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

/// Takes `amount` free credits back from a manager; held ones stay with their invitations
/// (`spec/credits.md` 8, L11). Works for managers who were removed, too.
///
/// # Errors
/// `NotFound` for anybody but an admin and for a course of others; `AmountOutOfRange`; `NotEnoughCredits`;
/// `KeyReused`.
pub async fn take_back(
    tx: &Tx,
    actor: &Actor,
    key: &str,
    course: CourseId,
    manager: UserId,
    amount: i64,
) -> Result<()> {
    let plan = Transfer {
        kind: TransactionKind::TakeBack,
        act: "credits.take_back",
        key,
        course,
        from: Which::Manager(course, manager),
        to: Which::Course(course),
        amount,
    };
    let guard = async { courses::find(tx, actor.organization, course).await.map(drop) };
    Box::pin(transfer(tx, actor, plan, guard)).await
}
