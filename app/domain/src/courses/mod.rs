//! Courses: what people are invited to.

pub(crate) mod able;
pub mod archive;
pub mod attempts;
pub mod choices;
pub mod edit;
pub mod hand_over;
pub mod list;
pub mod managers;
pub mod package;
pub mod receive;
mod settle;
pub mod shelf;
pub mod view;

use lectern_contract::{CourseId, OrganizationId, Refusal, VersionId};
use lectern_entities::{course, course_version};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::{
    fault::{Error, Result},
    tx::Tx,
};

/// A course of the organization.
///
/// # Errors
/// `NotFound`.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    id: CourseId,
) -> Result<course::Model> {
    Ok(course::Entity::find_by_id(id)
        .filter(course::Column::OrganizationId.eq(organization))
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?)
}

/// A course of the organization whose row stays as it is until this transaction ends.
///
/// # Errors
/// `NotFound`.
pub(crate) async fn kept(tx: &Tx, organization: OrganizationId, id: CourseId) -> Result<course::Model> {
    let course = course::Entity::find_by_id(id).filter(course::Column::OrganizationId.eq(organization));
    Ok(tx.share(course).one(tx).await?.ok_or(Refusal::NotFound)?)
}

/// A course that people can be enrolled in, and that stays so until this transaction ends.
///
/// # Errors
/// `NotFound`; `CourseNotLive`.
pub(crate) async fn live(tx: &Tx, organization: OrganizationId, id: CourseId) -> Result<course::Model> {
    let course = kept(tx, organization, id).await?;
    if course.state.is_live() {
        Ok(course)
    } else {
        Err(Refusal::CourseNotLive.into())
    }
}

/// One version's row.
pub(crate) async fn version(db: &impl ConnectionTrait, id: VersionId) -> Result<course_version::Model> {
    Ok(course_version::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(Refusal::NothingToLaunch)?)
}

/// What the manifest of a version says.
pub(crate) fn package_of(version: &course_version::Model) -> Result<package::Package> {
    serde_json::from_str(&version.package).map_err(Error::fault)
}
