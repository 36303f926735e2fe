//! Archive: nobody new is enrolled; what is free can return to the pool in the same act.

use lectern_contract::{
    AccountId, CourseId, Refusal, Role,
    courses::CourseState,
    credits::{AccountKind, TransactionKind},
    invitations::InvitationState,
    people::UserState,
};
use lectern_entities::{account, invitation};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::edit::set_state;
use crate::{
    accounts::users,
    actor::Actor,
    courses,
    credits::{
        accounts::{self, Which},
        ledger, requests,
        transfer::{Transfer, shift},
    },
    fault::Result,
    invitations, letters,
    once::once,
    tx::Tx,
};

/// Archives a course: nobody new is enrolled; pending invitations are canceled, their credits released and the invited
/// addresses told, but for those whose time is over, which expire; open requests are withdrawn; learners keep their
/// access (`spec/credits.md`, state machine). Free credits stay.
///
/// # Errors
/// `NotFound` unless an admin asks for a course of the organization.
pub async fn archive(tx: &Tx, actor: &Actor, id: CourseId) -> Result<()> {
    actor.require(Role::Admin)?;
    close(tx, actor, id, &[]).await
}

/// Archives a course and returns every free credit of it to the pool: from its managers, who are told, to the course,
/// and from there on; also what its canceled invitations held. `shown` is what the dry run said would return.
///
/// # Errors
/// As [`archive`]; `ChangedMeanwhile` where another number would return than was shown; `KeyReused`.
pub async fn archive_and_return(tx: &Tx, actor: &Actor, key: &str, id: CourseId, shown: i64) -> Result<()> {
    actor.require(Role::Admin)?;
    courses::find(tx, actor.organization, id).await?;
    let work = async {
        let mut touched: Vec<AccountId> = of_course(tx, id).await?.iter().map(|row| row.id).collect();
        touched.push(accounts::open(tx, actor.organization, Which::Course(id)).await?);
        touched.push(accounts::open(tx, actor.organization, Which::Own(AccountKind::Pool)).await?);
        close(tx, actor, id, &touched).await?;
        if give_back(tx, actor, key, id).await? == shown {
            Ok(())
        } else {
            Err(Refusal::ChangedMeanwhile.into())
        }
    };
    Box::pin(once(tx, actor, key, "course.archive", (id, shown), work)).await
}

/// Archives, and locks the accounts that are touched then and those of `more`.
async fn close(tx: &Tx, actor: &Actor, id: CourseId, more: &[AccountId]) -> Result<()> {
    let course = courses::find(tx, actor.organization, id).await?;
    // First of all, so that who invites at this moment is either seen below or refused.
    set_state(tx, actor, id, CourseState::Archived, "course.archive").await?;
    requests::withdraw_all(tx, &actor.author(), id, None).await?;
    let pending = invitation::Entity::find()
        .filter(invitation::Column::CourseId.eq(id))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .order_by_asc(invitation::Column::Id);
    let pending = tx.keep(pending).all(tx).await?;
    if pending.is_empty() {
        ledger::lock(tx, more.iter().copied()).await?;
    }
    invitations::lock_sources(tx, actor.organization, &pending, more.iter().copied()).await?;
    for row in invitations::cancel_all(tx, &actor.author(), pending).await? {
        letters::invitation_canceled(tx, &row, &course).await?;
    }
    Ok(())
}

/// Managers → course → pool; answers how many credits.
async fn give_back(tx: &Tx, actor: &Actor, key: &str, id: CourseId) -> Result<i64> {
    let author = actor.author();
    let course = courses::find(tx, actor.organization, id).await?;
    for row in of_course(tx, id).await? {
        let (Some(manager), 1..) = (row.user_id, row.balance - row.reserved) else {
            continue;
        };
        let back = Transfer {
            kind: TransactionKind::TakeBack,
            act: "credits.take_back",
            key: &format!("archive:{key}:{manager}"),
            course: id,
            from: Which::Manager(id, manager),
            to: Which::Course(id),
            amount: row.balance - row.reserved,
        };
        shift(tx, &author, back, "Course archived").await?;
        let person = users::find(tx, actor.organization, manager).await?;
        if person.state == UserState::Active {
            letters::credits_returned(tx, &person, &course, back.amount).await?;
        }
    }
    let amount = accounts::balance(tx, actor.organization, Which::Course(id)).await?;
    if amount > 0 {
        let on = Transfer {
            kind: TransactionKind::Deallocate,
            act: "credits.deallocate",
            key: &format!("archive:{key}"),
            course: id,
            from: Which::Course(id),
            to: Which::Own(AccountKind::Pool),
            amount,
        };
        shift(tx, &author, on, "Course archived").await?;
    }
    Ok(amount)
}

/// The accounts of a course and its managers.
async fn of_course(tx: &Tx, id: CourseId) -> Result<Vec<account::Model>> {
    Ok(account::Entity::find()
        .filter(account::Column::CourseId.eq(id))
        .order_by_asc(account::Column::Id)
        .all(tx)
        .await?)
}
