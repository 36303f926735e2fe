//! Manager → manager: credits given to somebody who manages the same course.

use lectern_contract::{CourseId, Refusal, Role, UserId, credits::TransactionKind};

use crate::{
    accounts::users,
    actor::Actor,
    courses::{self, able, managers},
    credits::{
        accounts::{self, Which},
        transfer::{Transfer, by_hand, shift},
    },
    fault::Result,
    letters,
    once::once,
    tx::Tx,
};

/// Gives `amount` of the acting manager's free credits to another manager of the course, who is told by letter
/// (`spec/credits.md` 9). Held credits cannot be given: they lie with their invitations.
///
/// # Errors
/// `NotFound` unless both manage the course; `AmountOutOfRange`; `SamePerson`; `UserSuspended`,
/// `NotAManager` for who would get them; `NotEnoughCredits`; `KeyReused`.
pub async fn give(tx: &Tx, actor: &Actor, key: &str, course: CourseId, to: UserId, amount: i64) -> Result<()> {
    actor.require(Role::Manager)?;
    accounts::check_amount(amount)?;
    if to == actor.user {
        return Err(Refusal::SamePerson.into());
    }
    let plan = Transfer {
        kind: TransactionKind::Give,
        act: "credits.give",
        key: &by_hand(key),
        course,
        from: Which::Manager(course, actor.user),
        to: Which::Manager(course, to),
        amount,
    };
    let work = async {
        managers::keep_each(tx, actor.organization, course, &[actor.user, to]).await?;
        let receiver = users::find(tx, actor.organization, to).await?;
        able::require(tx, &receiver).await?;
        shift(tx, &actor.author(), plan, "").await?;
        let giver = users::find(tx, actor.organization, actor.user).await?;
        let course = courses::find(tx, actor.organization, course).await?;
        letters::credits_given(tx, &receiver, &giver, &course, amount).await
    };
    Box::pin(once(tx, actor, key, "credits.give", (course, to, amount), work)).await
}
