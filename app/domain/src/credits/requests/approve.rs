//! Approve: the credits go course → manager, from the pool to the course first where the course lacks them.

use lectern_contract::{
    AccountId, CourseId, Refusal, RequestId, Role, UserId,
    courses::CourseState,
    credits::{AccountKind, TransactionKind},
    limits,
    refusal::Field,
    requests::{CreditPlan, RequestState},
};
use lectern_entities::credit_request;
use serde_json::json;

use super::{Decision, decide, find};
use crate::{
    accounts::input,
    actor::Actor,
    audit,
    courses::{self, able},
    credits::{
        accounts::{self, Which},
        ledger,
        transfer::{Transfer, shift},
    },
    fault::Result,
    hooks::{self, Event},
    letters,
    once::once,
    tx::Tx,
};

/// Approves a request with the credits of `shown`, the plan that the dry run named: fully, or partly where it is
/// fewer than asked for. All of it is one transaction, and the manager is told (`spec/credits.md` 3).
///
/// # Errors
/// `NotFound` unless an admin asks; `AmountOutOfRange`; `MoreThanRequested`; `TooLong` for the answer; `RequestIs`
/// decided or withdrawn; `UserSuspended`; `NotAManager`; `CourseNotLive` for an archived course; `NeitherSuffices`;
/// `ChangedMeanwhile` where other credits would move than were shown; `KeyReused`.
pub async fn approve(tx: &Tx, actor: &Actor, key: &str, id: RequestId, shown: CreditPlan, answer: &str) -> Result<()> {
    actor.require(Role::Admin)?;
    accounts::check_amount(shown.total())?;
    let answer = input::lines(answer, Field::Note, limits::NOTE)?;
    let work = approve_now(tx, actor, id, shown, &answer);
    Box::pin(once(tx, actor, key, "request.approve", (id, shown, &answer), work)).await
}

async fn approve_now(tx: &Tx, actor: &Actor, id: RequestId, shown: CreditPlan, answer: &str) -> Result<()> {
    let request = find(tx, actor.organization, id).await?;
    if !request.state.is_open() {
        return Err(Refusal::RequestIs(request.state).into());
    }
    if shown.total() > request.amount {
        return Err(Refusal::MoreThanRequested(request.amount).into());
    }
    let (course, manager) = (request.course_id, request.manager_id);
    let person = able::keep(tx, actor.organization, course, manager).await?;
    let subject = courses::kept(tx, actor.organization, course).await?;
    if subject.state == CourseState::Archived {
        return Err(Refusal::CourseNotLive.into());
    }
    let fully = shown.total() == request.amount;
    let decision = Decision {
        state: if fully {
            RequestState::Approved
        } else {
            RequestState::Partly
        },
        assigned: Some(shown.total()),
        answer,
    };
    let decided = decide(tx, &actor.author(), id, decision).await?;
    require_plan(tx, actor, course, manager, shown).await?;
    move_credits(tx, actor, &decided, shown).await?;
    letters::request_decided(tx, &person, &subject, &decided).await?;
    hooks::emit(tx, Event::request(&decided)).await?;
    let answer = (!answer.is_empty()).then_some(answer);
    let is = json!({
        "state": decided.state, "from_course": shown.from_course, "from_pool": shown.from_pool, "answer": answer,
    });
    let both = (json!({ "state": request.state }), is);
    audit::change(tx, &actor.author(), "request.approve", "request", id, both).await
}

/// Locks every account of the act and refuses where other credits would move than were shown.
async fn require_plan(tx: &Tx, actor: &Actor, course: CourseId, manager: UserId, shown: CreditPlan) -> Result<()> {
    let whiches = [
        Which::Own(AccountKind::Pool),
        Which::Course(course),
        Which::Manager(course, manager),
    ];
    let mut locked: Vec<AccountId> = Vec::with_capacity(whiches.len());
    for which in whiches {
        locked.push(accounts::open(tx, actor.organization, which).await?);
    }
    ledger::lock(tx, locked).await?;
    let pool = accounts::balance(tx, actor.organization, whiches[0]).await?;
    let free = accounts::balance(tx, actor.organization, whiches[1]).await?;
    let asked = shown.total();
    let plan = CreditPlan::new(asked, free, pool).ok_or(Refusal::NeitherSuffices {
        course: free,
        pool,
        asked,
    })?;
    if plan == shown {
        Ok(())
    } else {
        Err(Refusal::ChangedMeanwhile.into())
    }
}

async fn move_credits(tx: &Tx, actor: &Actor, request: &credit_request::Model, plan: CreditPlan) -> Result<()> {
    let (course, author) = (request.course_id, actor.author());
    let key = format!("request:{}", request.id);
    let assign = Transfer {
        kind: TransactionKind::Assign,
        act: "credits.assign",
        key: &key,
        course,
        from: Which::Course(course),
        to: Which::Manager(course, request.manager_id),
        amount: plan.total(),
    };
    if plan.from_pool > 0 {
        let allocate = Transfer {
            kind: TransactionKind::Allocate,
            act: "credits.allocate",
            from: Which::Own(AccountKind::Pool),
            to: Which::Course(course),
            amount: plan.from_pool,
            ..assign
        };
        shift(tx, &author, allocate, "For a request").await?;
    }
    shift(tx, &author, assign, "Requested").await.map(drop)
}
