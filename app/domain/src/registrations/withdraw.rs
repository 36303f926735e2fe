//! Withdraw: access ends; where the policy says so the credit goes back to where it came from.

use lectern_contract::{
    AccountId, Refusal, RegistrationId, Role, TransactionId,
    credits::{AccountKind, TransactionKind},
    registrations::{LaunchEnd, RefundRuling, RegistrationState, Withdrawal},
};
use lectern_entities::{account, registration};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use super::{
    refund,
    sources::{keep_open, sources, takes_back},
};
use crate::{
    accounts::users,
    actor::Actor,
    audit, courses,
    credits::{
        accounts::{self, Which},
        ledger::{self, Movement},
        statement::labels,
    },
    fault::{Error, Result},
    hooks::{self, Event, Registered},
    once::once,
    portal::Portal,
    runtime, settings,
    tx::Tx,
};

/// Withdraws a learner; answers whether the credit was refunded (`spec/credits.md` 14: by the organization's policy,
/// to the source account, once).
///
/// # Errors
/// `NotFound` unless an admin asks for a registration of the organization; `AlreadyWithdrawn`; `KeyReused`.
pub async fn withdraw(tx: &Tx, actor: &Actor, key: &str, id: RegistrationId) -> Result<bool> {
    actor.require(Role::Admin)?;
    once(tx, actor, key, "withdraw", id, withdraw_now(tx, actor, id)).await
}

async fn withdraw_now(tx: &Tx, actor: &Actor, id: RegistrationId) -> Result<bool> {
    let found =
        registration::Entity::find_by_id(id).filter(registration::Column::OrganizationId.eq(actor.organization));
    let seen = found.clone().one(tx).await?.ok_or(Refusal::NotFound)?;
    let home = home(tx, seen.consumption_id).await?;
    // Launches and commits of this moment wait for the row, or were quicker and are seen by the ruling.
    let row = tx.keep(found).one(tx).await?.ok_or(Refusal::NotFound)?;
    let changed = registration::Entity::update_many()
        .col_expr(registration::Column::State, Expr::value(RegistrationState::Withdrawn))
        .col_expr(registration::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(registration::Column::Id.eq(id))
        .filter(registration::Column::State.eq(RegistrationState::Active))
        .exec(tx)
        .await?;
    if changed.rows_affected == 0 {
        return Err(Refusal::AlreadyWithdrawn.into());
    }
    runtime::end_of_registration(tx, id, LaunchEnd::Withdrawn).await?;
    let settings = settings::of(tx, actor.organization).await?;
    let refunded = match refund::rule(tx, &settings, &row, tx.now()).await? {
        RefundRuling::Returns => give_back(tx, actor, &row, home).await?,
        _ => false,
    };
    let gone = Event::registration_withdrawn(actor.organization, Registered::from(&row), refunded);
    hooks::emit(tx, gone).await?;
    let was = json!({ "state": RegistrationState::Active });
    let both = (
        was,
        json!({ "state": RegistrationState::Withdrawn, "refunded": refunded }),
    );
    audit::change(tx, &actor.author(), "registration.withdraw", "registration", id, both).await?;
    Ok(refunded)
}

/// Where a consumption's credit goes when it comes back.
struct Home {
    consumption: TransactionId,
    /// The account it came from.
    account: account::Model,
    /// Whether that one takes it back.
    open: bool,
}

/// Where the credit of a registration would go, looked up before its row is locked: managers are locked before
/// registrations.
async fn home(tx: &Tx, consumption: Option<TransactionId>) -> Result<Option<Home>> {
    let Some(consumption) = consumption else {
        return Ok(None);
    };
    let account = sources(tx, std::iter::once(consumption)).await?.remove(&consumption);
    let account = account.ok_or_else(|| Error::fault("a consumption has no source"))?;
    let open = keep_open(tx, &account).await?;
    Ok(Some(Home {
        consumption,
        account,
        open,
    }))
}

/// Gives the credit back: the statement that forgets the consumption lets one pass.
async fn give_back(tx: &Tx, actor: &Actor, row: &registration::Model, home: Option<Home>) -> Result<bool> {
    let Some(consumption) = row.consumption_id else {
        return Ok(false);
    };
    // Withdrawn and enrolled anew between the look and the lock: another credit, from elsewhere.
    let home = home.filter(|home| home.consumption == consumption);
    let home = home.ok_or(Refusal::Busy)?;
    let unpaid = registration::Entity::update_many()
        .col_expr(registration::Column::ConsumptionId, Expr::value(None::<TransactionId>))
        .filter(registration::Column::Id.eq(row.id))
        .filter(registration::Column::ConsumptionId.eq(consumption))
        .exec(tx)
        .await?;
    if unpaid.rows_affected == 0 {
        return Ok(false);
    }
    let author = actor.author();
    let movement = Movement {
        kind: TransactionKind::Refund,
        key: format!("refund:{consumption}"),
        author: &author,
        reason: "",
        from: accounts::open(tx, actor.organization, Which::Own(AccountKind::Consumed)).await?,
        to: to(tx, actor, &home).await?,
        amount: 1,
        course: Some(row.course_id),
        invitation: None,
        registration: Some(row.id),
        refunds: Some(consumption),
        order: None,
    };
    ledger::post(tx, movement).await?;
    Ok(true)
}

/// The account that gets it. The account of a manager who was removed or deleted is closed; then the course gets it. An
/// archived course's account is open: its credits can be returned to the pool.
async fn to(tx: &Tx, actor: &Actor, home: &Home) -> Result<AccountId> {
    match home.account.course_id {
        Some(course) if !home.open => accounts::open(tx, actor.organization, Which::Course(course)).await,
        _ => Ok(home.account.id),
    }
}

/// What withdrawing a registration would do, for the page that asks whether to.
///
/// # Errors
/// `NotFound` unless an admin asks for a registration of the organization.
pub async fn preview(portal: &Portal, actor: &Actor, id: RegistrationId) -> Result<Withdrawal> {
    actor.require(Role::Admin)?;
    let (db, now) = (portal.reader(), portal.now());
    let row = registration::Entity::find_by_id(id)
        .filter(registration::Column::OrganizationId.eq(actor.organization))
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let user = users::find(db, actor.organization, row.user_id).await?;
    let course = courses::find(db, actor.organization, row.course_id).await?;
    let settings = settings::of(db, actor.organization).await?;
    let ruling = refund::rule(db, &settings, &row, now).await?;
    let returns_to = match (row.consumption_id, ruling) {
        (Some(consumption), RefundRuling::Returns) => returns_to(db, consumption, &course.title).await?,
        _ => None,
    };
    Ok(Withdrawal {
        registration: id,
        user: user.id,
        name: user.name,
        title: course.title,
        state: row.state,
        ruling,
        returns_to,
    })
}

async fn returns_to(db: &impl ConnectionTrait, consumption: TransactionId, course: &str) -> Result<Option<String>> {
    let Some(row) = sources(db, std::iter::once(consumption)).await?.remove(&consumption) else {
        return Ok(None);
    };
    if !takes_back(db, &row).await? {
        return Ok(Some(course.to_owned()));
    }
    Ok(labels(db, std::slice::from_ref(&row)).await?.remove(&row.id))
}
