//! Who, for which course and about whom: looked up after the refusal. What does not exist in the organization, or not
//! any more, is left out; a refused act may well name what never was.

use lectern_contract::{BatchId, ClaimId, CourseId, OrganizationId, Refusal, Role, UserId, refused::RefusedAct};
use lectern_entities::{batch, claim, course, invitation, registration};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::Attempt;
use crate::{
    accounts::{input, users},
    actor::{Actor, Author},
    fault::{Error, Result},
    invitations::link,
};

/// What every line of one refused act has in common.
#[derive(Debug)]
pub(super) struct Scene {
    pub author: Author,
    pub act: RefusedAct,
    pub manager: Option<UserId>,
    pub course: Option<CourseId>,
    pub user: Option<UserId>,
    /// The one address it was about, where there was one.
    pub address: String,
    pub batch: Option<BatchId>,
}

impl Scene {
    fn new(author: Author, act: RefusedAct) -> Self {
        Self {
            author,
            act,
            manager: None,
            course: None,
            user: None,
            address: String::new(),
            batch: None,
        }
    }

    /// A scene of somebody signed in; a manager's own attempts stand in their log.
    fn by(actor: &Actor, act: RefusedAct) -> Self {
        let manager = (actor.role == Role::Manager).then_some(actor.user);
        Self {
            manager,
            ..Self::new(actor.author(), act)
        }
    }
}

/// The scene of an attempt; none where nothing says whose log it belongs into.
pub(super) async fn of(db: &impl ConnectionTrait, attempt: &Attempt) -> Result<Option<Scene>> {
    Ok(Some(match attempt {
        Attempt::Invite(actor, course, _) => Scene {
            course: known(db, actor.organization, *course).await?,
            ..Scene::by(actor, RefusedAct::Invite)
        },
        Attempt::InviteAgain(actor, id) => {
            let found = invitation::Entity::find_by_id(*id)
                .filter(invitation::Column::OrganizationId.eq(actor.organization))
                .one(db)
                .await?;
            let scene = Scene::by(actor, RefusedAct::Invite);
            match found {
                Some(row) => about(scene, row),
                None => scene,
            }
        }
        Attempt::ApproveClaim(actor, id) => of_claim(db, actor, *id).await?,
        Attempt::SendBatch(actor, id) => {
            let found = batch::Entity::find_by_id(*id)
                .filter(batch::Column::OrganizationId.eq(actor.organization))
                .one(db)
                .await?;
            Scene {
                course: found.as_ref().map(|row| row.course_id),
                batch: found.as_ref().map(|row| row.id),
                ..Scene::by(actor, RefusedAct::Invite)
            }
        }
        Attempt::Enroll(actor, user, course) => {
            let user = optional(users::find(db, actor.organization, *user).await)?;
            Scene {
                course: known(db, actor.organization, *course).await?,
                user: user.map(|user| user.id),
                ..Scene::by(actor, RefusedAct::Enroll)
            }
        }
        Attempt::EnrollNew(actor, address, course) => Scene {
            course: known(db, actor.organization, *course).await?,
            address: input::email(address).unwrap_or_else(|_| address.clone()),
            ..Scene::by(actor, RefusedAct::Enroll)
        },
        Attempt::Launch(actor, id) => {
            let found = registration::Entity::find_by_id(*id)
                .filter(registration::Column::OrganizationId.eq(actor.organization))
                .filter(registration::Column::UserId.eq(actor.user))
                .one(db)
                .await?;
            Scene {
                course: found.as_ref().map(|row| row.course_id),
                manager: found.as_ref().and_then(|row| row.manager_id),
                user: Some(actor.user),
                ..Scene::by(actor, RefusedAct::Launch)
            }
        }
        Attempt::Accept(actor, token) => match link::find_by_link(db, token).await? {
            // The inviting organization's log names no user of another.
            Some(row) if row.organization_id == actor.organization => about(Scene::by(actor, RefusedAct::Accept), row),
            Some(row) => about(by_link(&row, &actor.source), row),
            None => Scene::by(actor, RefusedAct::Accept),
        },
        // A program knows its own organization's invitations alone: another's log names neither it nor its key.
        Attempt::Vouch(actor, token) => match link::find_by_link(db, token).await? {
            Some(row) if row.organization_id == actor.organization => about(Scene::by(actor, RefusedAct::Accept), row),
            _ => Scene::by(actor, RefusedAct::Accept),
        },
        Attempt::AcceptByLink(source, token) => match link::find_by_link(db, token).await? {
            Some(row) => about(by_link(&row, source), row),
            None => return Ok(None),
        },
    }))
}

/// The claimed address would have been invited: the scene is about it, not about the one invited before.
async fn of_claim(db: &impl ConnectionTrait, actor: &Actor, id: ClaimId) -> Result<Scene> {
    let scene = Scene::by(actor, RefusedAct::Invite);
    let claimed = claim::Entity::find_by_id(id)
        .filter(claim::Column::OrganizationId.eq(actor.organization))
        .one(db)
        .await?;
    let Some(claim) = claimed else { return Ok(scene) };
    let row = invitation::Entity::find_by_id(claim.invitation_id).one(db).await?;
    let scene = match row {
        Some(row) => about(scene, row),
        None => scene,
    };
    Ok(Scene {
        address: claim.email,
        ..scene
    })
}

fn by_link(row: &invitation::Model, source: &str) -> Scene {
    Scene::new(Author::link(row.organization_id, None, source), RefusedAct::Accept)
}

/// The scene with the invitation's course and address, in the log of its sender.
fn about(scene: Scene, row: invitation::Model) -> Scene {
    Scene {
        manager: Some(row.sender_id),
        course: Some(row.course_id),
        address: row.email,
        ..scene
    }
}

async fn known(db: &impl ConnectionTrait, organization: OrganizationId, id: CourseId) -> Result<Option<CourseId>> {
    let found = course::Entity::find_by_id(id)
        .filter(course::Column::OrganizationId.eq(organization))
        .one(db)
        .await?;
    Ok(found.map(|course| course.id))
}

fn optional<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::Refused(Refusal::NotFound)) => Ok(None),
        Err(error) => Err(error),
    }
}
