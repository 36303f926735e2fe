//! Certificates: who completed a course gets a paper with a number, and anybody who has the number can have it
//! confirmed (`spec/credits.md`, Screens: Learners).
//!
//! What the number confirms is the name, the course and when it expires, nothing more: neither address nor score nor who paid. It is
//! 80 bits of chance, so nobody finds one by trying. Who is deleted is confirmed no more.

use data_encoding::BASE32_NOPAD;
use lectern_contract::{
    Refusal, RegistrationId, Role,
    certificates::{CertificateView, Confirmation, plain, pretty},
    people::UserState,
    registrations::RegistrationState,
};
use lectern_entities::{certificate, course, registration, user};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::{
    accounts::{organizations, users},
    actor::Actor,
    audit, courses,
    fault::Result,
    portal::Portal,
    registrations::{due::due, is_done, remind::watched},
    tx::Tx,
};

/// Whether a certificate of a registration can be had: the course was completed and not failed, and it was not
/// withdrawn.
pub(crate) fn can_be_had(row: &registration::Model) -> bool {
    row.state == RegistrationState::Active && is_done(row)
}

/// Gives a completed registration its certificate, unless it has one: the same paper has one number for ever. Learners
/// have their own, managers those of their learners, admins everybody's.
///
/// # Errors
/// `NotFound` unless the registration is the actor's and completed.
pub async fn issue(tx: &Tx, actor: &Actor, id: RegistrationId) -> Result<()> {
    let found = registration::Entity::find_by_id(id);
    theirs(tx, actor, tx.share(found).one(tx).await?).await?;
    let chance = tx.portal().chance().bytes();
    let new = certificate::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(actor.organization),
        registration_id: Set(id),
        number: Set(BASE32_NOPAD.encode(&chance[..10])),
        issued_by: Set(actor.user),
        created_at: Set(tx.now()),
    };
    if tx.insert_unless_taken(new).await? {
        audit::note(tx, &actor.author(), "certificate.issue", "registration", id, ()).await?;
    }
    Ok(())
}

/// What stands on a certificate that was issued. Changes nothing.
///
/// # Errors
/// `NotFound` unless the registration is the actor's, completed, and has a certificate.
pub async fn show(portal: &Portal, actor: &Actor, id: RegistrationId) -> Result<CertificateView> {
    let db = portal.reader();
    let row = theirs(db, actor, registration::Entity::find_by_id(id).one(db).await?).await?;
    let issued = certificate::Entity::find()
        .filter(certificate::Column::RegistrationId.eq(id))
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let person = users::find(db, row.organization_id, row.user_id).await?;
    let course = courses::find(db, row.organization_id, row.course_id).await?;
    let organization = organizations::find(db, row.organization_id).await?;
    Ok(CertificateView {
        name: person.name,
        expires: due(&row, &course),
        course: course.title,
        organization: organization.name,
        completed: row.completed_at.unwrap_or(row.updated_at),
        time_zone: organization.time_zone,
        score: row.score,
        number: pretty(&issued.number),
        address: format!("{}/certificates/{}", portal.settings().base_url, issued.number),
        issued: issued.created_at,
    })
}

/// Confirms a number, however it was typed.
///
/// # Errors
/// `NotFound` for a number that was never given, and where the learner was deleted since.
pub async fn confirm(db: &impl ConnectionTrait, number: &str) -> Result<Confirmation> {
    let number = plain(number).ok_or(Refusal::NotFound)?;
    let issued = certificate::Entity::find()
        .filter(certificate::Column::Number.eq(&number))
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    let row = registration::Entity::find_by_id(issued.registration_id).one(db).await?;
    let row = row.ok_or(Refusal::NotFound)?;
    let person = user::Entity::find_by_id(row.user_id).one(db).await?;
    let person = person.filter(|person| person.state != UserState::Deleted);
    let course = course::Entity::find_by_id(row.course_id).one(db).await?;
    let course = course.ok_or(Refusal::NotFound)?;
    Ok(Confirmation {
        name: person.ok_or(Refusal::NotFound)?.name,
        expires: due(&row, &course),
        time_zone: organizations::find(db, row.organization_id).await?.time_zone,
        course: course.title,
        number: pretty(&number),
    })
}

/// A completed registration of the actor's.
async fn theirs(
    db: &impl ConnectionTrait,
    actor: &Actor,
    found: Option<registration::Model>,
) -> Result<registration::Model> {
    let row = match actor.role {
        Role::Learner => {
            let own =
                |row: &registration::Model| row.organization_id == actor.organization && row.user_id == actor.user;
            found.filter(own).ok_or(Refusal::NotFound)?
        }
        _ => watched(db, actor, found).await?,
    };
    if can_be_had(&row) {
        Ok(row)
    } else {
        Err(Refusal::NotFound.into())
    }
}
