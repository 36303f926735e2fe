//! Course → manager: a course's credits given to a manager registered on it.

use lectern_contract::{CourseId, Refusal, UserId, credits::TransactionKind, people::UserState};

use crate::{
    accounts::users,
    actor::Actor,
    courses::managers,
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
/// `AmountOutOfRange`; `NotEnoughCredits`; `KeyReused`.
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
    let guard = async {
        managers::keep_active(tx, actor.organization, course, manager).await?;
        let user = users::find(tx, actor.organization, manager).await?;
        if user.state == UserState::Active {
            Ok(())
        } else {
            Err(Refusal::UserSuspended.into())
        }
    };
    Box::pin(transfer(tx, actor, plan, guard)).await
}
