//! An admin enrolls a user: one credit, from the course's unassigned ones, else from the pool.

use lectern_contract::{
    CourseId, Refusal, Role, TransactionId, UserId,
    api::Enrollment,
    credits::{AccountKind, CreditSource, TransactionKind},
    invitations::InvitationState,
    people::UserState,
    registrations::RegistrationState,
};
use lectern_entities::{invitation, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use crate::{
    accounts::{
        administer::{self, UserForm},
        users,
    },
    actor::Actor,
    audit, courses,
    credits::{
        accounts::{self, Which},
        ledger::{self, Movement},
    },
    fault::{Error, Result, is_taken},
    invitations, letters,
    once::once,
    registrations::{Place, place, settle},
    tx::Tx,
};

/// Enrolls an existing user and tells from where the credit came (`spec/credits.md` 7). Somebody who completed the
/// course begins a new cycle, which takes a new credit (13).
///
/// # Errors
/// `NotFound` unless an admin asks; `CourseNotLive`; `UserSuspended`; `AlreadyEnrolled`; `NoCredit`;
/// `KeyReused`.
pub async fn enroll(tx: &Tx, actor: &Actor, key: &str, user: UserId, course: CourseId) -> Result<CreditSource> {
    actor.require(Role::Admin)?;
    Box::pin(once(
        tx,
        actor,
        key,
        "enroll",
        (user, course),
        enroll_now(tx, actor, user, course),
    ))
    .await
}

/// As [`enroll`], and tells which registration it made, for programs.
///
/// # Errors
/// As [`enroll`].
pub async fn enroll_named(tx: &Tx, actor: &Actor, key: &str, user: UserId, course: CourseId) -> Result<Enrollment> {
    actor.require(Role::Admin)?;
    let work = register(tx, actor, user, course);
    Box::pin(once(tx, actor, key, "enroll_named", (user, course), work)).await
}

/// Creates a user and enrolls them, or does neither.
///
/// # Errors
/// As [`enroll`] and [`administer::create`].
pub async fn create_and_enroll(
    tx: &Tx,
    actor: &Actor,
    key: &str,
    form: UserForm,
    course: CourseId,
) -> Result<(UserId, CreditSource)> {
    actor.require(Role::Admin)?;
    let request = (form.clone(), course);
    let work = async {
        let user = administer::create(tx, actor, &format!("{key}/user"), form).await?;
        Ok((user, enroll_now(tx, actor, user, course).await?))
    };
    Box::pin(once(tx, actor, key, "create_and_enroll", request, work)).await
}

async fn enroll_now(tx: &Tx, actor: &Actor, user: UserId, course: CourseId) -> Result<CreditSource> {
    Ok(register(tx, actor, user, course).await?.source)
}

async fn register(tx: &Tx, actor: &Actor, user: UserId, course: CourseId) -> Result<Enrollment> {
    let course = courses::live(tx, actor.organization, course).await?;
    let user = users::find(tx, actor.organization, user).await?;
    if user.state != UserState::Active {
        return Err(Refusal::UserSuspended.into());
    }
    let author = actor.author();
    let invitation = pending_invitation(tx, &user, course.id).await?;
    let place = place(tx, &user, course.id, true).await?;
    cancel(tx, actor, invitation).await?;
    let registration = place.id;
    let was = place.withdrawn.as_ref().map(|row| row.state);
    let (consumption, source) = if place.is_paid() {
        (None, CreditSource::Earlier)
    } else {
        let (consumption, source) = consume(tx, actor, course.id, &place).await?;
        (Some(consumption), source)
    };
    settle(tx, place, None, consumption).await?;
    users::add_role(tx, actor.organization, user.id, Role::Learner).await?;
    letters::enrolled(tx, &user, &course).await?;
    let both = (
        json!({ "state": was }),
        json!({ "state": RegistrationState::Active, "source": source }),
    );
    audit::change(tx, &author, "registration.enroll", "registration", registration, both).await?;
    Ok(Enrollment { registration, source })
}

/// A pending invitation of the same person to the course.
async fn pending_invitation(tx: &Tx, user: &user::Model, course: CourseId) -> Result<Option<invitation::Model>> {
    let pending = invitation::Entity::find()
        .filter(invitation::Column::CourseId.eq(course))
        .filter(invitation::Column::EmailKey.eq(&user.email_key))
        .filter(invitation::Column::State.eq(InvitationState::Pending));
    Ok(tx.keep(pending).one(tx).await?)
}

/// The invitation gives its credit back: they need it no more, or it is over and nobody swept.
async fn cancel(tx: &Tx, actor: &Actor, invitation: Option<invitation::Model>) -> Result<()> {
    let Some(row) = invitation else { return Ok(()) };
    let mut later = Vec::new();
    for which in [
        Which::Course(row.course_id),
        Which::Own(AccountKind::Pool),
        Which::Own(AccountKind::Consumed),
    ] {
        later.push(accounts::open(tx, actor.organization, which).await?);
    }
    invitations::lock_sources(tx, actor.organization, std::slice::from_ref(&row), later).await?;
    invitations::cancel_all(tx, &actor.author(), vec![row]).await.map(drop)
}

/// Consumes one credit: the course's unassigned ones first, else the pool's; one credit, one source.
async fn consume(tx: &Tx, actor: &Actor, course: CourseId, place: &Place) -> Result<(TransactionId, CreditSource)> {
    let author = actor.author();
    let of_course = accounts::keep_balance(tx, actor.organization, Which::Course(course)).await?;
    let (which, source) = if of_course > 0 {
        (Which::Course(course), CreditSource::Course)
    } else {
        (Which::Own(AccountKind::Pool), CreditSource::Pool)
    };
    let movement = Movement {
        kind: TransactionKind::Consume,
        key: place.key(tx),
        author: &author,
        reason: "",
        from: accounts::open(tx, actor.organization, which).await?,
        to: accounts::open(tx, actor.organization, Which::Own(AccountKind::Consumed)).await?,
        amount: 1,
        course: Some(course),
        invitation: None,
        registration: Some(place.id),
        refunds: None,
        order: None,
    };
    match ledger::post(tx, movement).await {
        Ok(transaction) => Ok((transaction, source)),
        Err(Error::Refused(Refusal::NotEnoughCredits { .. })) => Err(Refusal::NoCredit.into()),
        // Another request enrolled them in this cycle first.
        Err(Error::Database(cause)) if is_taken(&cause) => Err(Refusal::AlreadyEnrolled.into()),
        Err(error) => Err(error),
    }
}
