//! The hand-over itself.

use lectern_contract::{
    AccountId, CourseId, Refusal, Role, UserId,
    batches::BatchState,
    courses::ManagerState,
    credits::{AccountKind, TransactionKind},
    invitations::InvitationState,
    sharing::{HandOverFigures, Successor},
};
use lectern_entities::{course, invitation, registration, user};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, sea_query::Expr};
use serde_json::json;

use crate::{
    accounts::users,
    actor::Actor,
    audit,
    courses::{self, able, managers},
    credits::{
        accounts::{self, Which},
        requests,
        transfer::{Transfer, shift},
    },
    fault::Result,
    invitations, letters,
    once::once,
    registrations::falls_due,
    tx::Tx,
};

/// Who leaves, and what they leave.
struct Estate {
    course: course::Model,
    from: user::Model,
    to: Successor,
    pending: Vec<invitation::Model>,
    figures: HandOverFigures,
}

/// Takes `from` off a course and gives all they have there to `to`: learners, pending invitations with their held
/// credits, free credits. Open requests are withdrawn. Both managers are told. `shown` are the dry run's figures.
///
/// # Errors
/// `NotFound` unless an admin asks, for managers of the course; `SamePerson`; `UserSuspended` and `NotAManager` for a
/// successor; `ChangedMeanwhile` where something else would move than was shown; `BatchIs` while a list of theirs is
/// being sent; `KeyReused`.
pub async fn hand_over(
    tx: &Tx,
    actor: &Actor,
    key: &str,
    course: CourseId,
    from: UserId,
    to: Successor,
    shown: HandOverFigures,
) -> Result<()> {
    actor.require(Role::Admin)?;
    let work = async {
        let estate = lock(tx, actor, course, from, to).await?;
        if estate.figures != shown {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        // A list that is being sent ends first: its credits are put aside on the account that is handed over.
        if invitations::batch::to_send(tx, course, from).await? > 0 {
            return Err(Refusal::BatchIs(BatchState::Sending).into());
        }
        // What is there moves on, also while a lapsed plan is frozen: nothing more is spent by it.
        tx.remember_thawed(actor.organization);
        managers::set_state(tx, course, from, ManagerState::Removed).await?;
        requests::withdraw_all(tx, &actor.author(), course, Some(from)).await?;
        pass_on_learners(tx, &estate).await?;
        pass_on_credits(tx, actor, key, &estate).await?;
        tell(tx, actor, &estate).await
    };
    Box::pin(once(
        tx,
        actor,
        key,
        "manager.hand_over",
        (course, from, to, shown),
        work,
    ))
    .await
}

/// Reads everything that will move and keeps it from changing: managers, course, invitations; accounts follow.
async fn lock(tx: &Tx, actor: &Actor, course: CourseId, from: UserId, to: Successor) -> Result<Estate> {
    let both: Vec<UserId> = match to {
        Successor::Manager(to) if to == from => return Err(Refusal::SamePerson.into()),
        Successor::Manager(to) => vec![from, to],
        Successor::Course => vec![from],
    };
    managers::keep_alone(tx, actor.organization, course, &both).await?;
    if let Successor::Manager(to) = to {
        able::require(tx, &users::find(tx, actor.organization, to).await?).await?;
    }
    let course = courses::kept(tx, actor.organization, course).await?;
    let pending = invitation::Entity::find()
        .filter(invitation::Column::CourseId.eq(course.id))
        .filter(invitation::Column::SenderId.eq(from))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .order_by_asc(invitation::Column::Id);
    let pending = tx.keep(pending).all(tx).await?;
    let learners = registration::Entity::find()
        .filter(registration::Column::CourseId.eq(course.id))
        .filter(registration::Column::ManagerId.eq(from))
        .count(tx)
        .await?;
    let figures = HandOverFigures {
        free: accounts::balance(tx, actor.organization, Which::Manager(course.id, from)).await?,
        pending: pending.len() as u64,
        learners,
    };
    let from = users::find(tx, actor.organization, from).await?;
    Ok(Estate {
        course,
        from,
        to,
        pending,
        figures,
    })
}

async fn pass_on_learners(tx: &Tx, estate: &Estate) -> Result<()> {
    let to = match estate.to {
        Successor::Manager(to) => Some(to),
        Successor::Course => None,
    };
    registration::Entity::update_many()
        .col_expr(registration::Column::ManagerId, Expr::value(to))
        .col_expr(registration::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(registration::Column::CourseId.eq(estate.course.id))
        .filter(registration::Column::ManagerId.eq(estate.from.id))
        .exec(tx)
        .await?;
    falls_due::pass_on(tx, estate.course.id, estate.from.id, to).await
}

/// Held credits are released, go the way of the free ones (manager → course → manager) and are held anew.
async fn pass_on_credits(tx: &Tx, actor: &Actor, key: &str, estate: &Estate) -> Result<()> {
    let (organization, course, author) = (actor.organization, estate.course.id, actor.author());
    let (old, heir) = (Which::Manager(course, estate.from.id), estate.to);
    let (sender, new) = match heir {
        Successor::Manager(to) => (to, Which::Manager(course, to)),
        Successor::Course => (actor.user, Which::Course(course)),
    };
    let origin = accounts::open(tx, organization, old).await?;
    let target = accounts::open(tx, organization, new).await?;
    let between = accounts::open(tx, organization, Which::Course(course)).await?;
    lock_accounts(tx, actor, &estate.pending, [origin, target, between]).await?;
    // Credits that arrived before the accounts were locked would go unshown.
    if accounts::balance(tx, organization, old).await? != estate.figures.free {
        return Err(Refusal::ChangedMeanwhile.into());
    }
    let amount = estate.figures.free + invitations::loosen(tx, &author, &estate.pending, origin).await?;
    if amount > 0 {
        let key = format!("hand_over:{key}");
        let back = Transfer {
            kind: TransactionKind::TakeBack,
            act: "credits.take_back",
            key: &key,
            course,
            from: old,
            to: Which::Course(course),
            amount,
        };
        shift(tx, &author, back, "Handed over").await?;
        if new != back.to {
            let on = Transfer {
                kind: TransactionKind::Assign,
                act: "credits.assign",
                from: back.to,
                to: new,
                ..back
            };
            shift(tx, &author, on, "Handed over").await?;
        }
    }
    invitations::take_over(tx, &author, &estate.pending, origin, (sender, target)).await
}

async fn lock_accounts(tx: &Tx, actor: &Actor, pending: &[invitation::Model], more: [AccountId; 3]) -> Result<()> {
    let held = accounts::open(tx, actor.organization, Which::Own(AccountKind::Held)).await?;
    crate::credits::ledger::lock(
        tx,
        more.into_iter()
            .chain([held])
            .chain(pending.iter().map(|row| row.source_id)),
    )
    .await
}

async fn tell(tx: &Tx, actor: &Actor, estate: &Estate) -> Result<()> {
    let heir = match estate.to {
        Successor::Manager(to) => Some(users::find(tx, actor.organization, to).await?),
        Successor::Course => None,
    };
    letters::handed_over(tx, &estate.from, heir.as_ref(), &estate.course, estate.figures).await?;
    let HandOverFigures {
        free,
        pending,
        learners,
    } = estate.figures;
    let after = json!({
        "state": ManagerState::Removed, "manager": estate.from.id, "to": estate.to.to_string(),
        "free": free, "pending": pending, "learners": learners,
    });
    let both = (json!({ "state": ManagerState::Active }), after);
    let course = estate.course.id;
    audit::change(tx, &actor.author(), "manager.hand_over", "course", course, both).await
}
