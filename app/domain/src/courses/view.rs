//! What an admin looks at before publishing and before archiving.

use lectern_contract::{
    CourseId, Role,
    courses::{ArchiveView, ItemRow, PackageView},
    credits::AccountKind,
    invitations::InvitationState,
    registrations::RegistrationState,
};
use lectern_entities::{account, invitation, registration};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use crate::{
    actor::Actor,
    courses::{
        self,
        package::{Item, Warning},
    },
    fault::Result,
};

/// What the current package of a course holds: standard, items, sizes, warnings (`spec/runtime.md`).
///
/// # Errors
/// `NotFound` unless an admin asks for a course of the organization.
pub async fn package(db: &impl ConnectionTrait, actor: &Actor, id: CourseId) -> Result<Option<PackageView>> {
    actor.require(Role::Admin)?;
    let course = courses::find(db, actor.organization, id).await?;
    let Some(version) = course.version_id else {
        return Ok(None);
    };
    let row = courses::version(db, version).await?;
    let package = courses::package_of(&row)?;
    let mut items = Vec::new();
    outline(&package.items, 0, &mut items);
    Ok(Some(PackageView {
        version,
        number: row.number,
        standard: package.standard,
        edition: package.edition.clone(),
        items,
        warnings: package.warnings.iter().map(Warning::sentence).collect(),
        files: package.files,
        bytes: package.bytes,
        uploaded: row.created_at,
    }))
}

fn outline(items: &[Item], depth: usize, rows: &mut Vec<ItemRow>) {
    for item in items {
        rows.push(ItemRow {
            depth,
            title: item.title.clone(),
            href: item.href.clone(),
            visible: item.visible,
        });
        outline(&item.children, depth + 1, rows);
    }
}

/// What archiving a course will touch; the pending invitations are those that would be canceled.
///
/// # Errors
/// `NotFound` unless an admin asks for a course of the organization.
pub async fn before_archive(db: &impl ConnectionTrait, actor: &Actor, id: CourseId) -> Result<ArchiveView> {
    actor.require(Role::Admin)?;
    let course = courses::find(db, actor.organization, id).await?;
    let pending = invitation::Entity::find()
        .filter(invitation::Column::CourseId.eq(id))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .count(db)
        .await?;
    let learners = registration::Entity::find()
        .filter(registration::Column::CourseId.eq(id))
        .filter(registration::Column::State.eq(RegistrationState::Active))
        .count(db)
        .await?;
    let balances: Vec<(AccountKind, i64)> = account::Entity::find()
        .select_only()
        .columns([account::Column::Kind, account::Column::Balance])
        .filter(account::Column::CourseId.eq(id))
        .into_tuple()
        .all(db)
        .await?;
    let sum = |of: AccountKind| {
        balances
            .iter()
            .filter(|(kind, _)| *kind == of)
            .map(|(_, balance)| balance)
            .sum()
    };
    Ok(ArchiveView {
        title: course.title,
        pending,
        learners,
        available: sum(AccountKind::Course),
        with_managers: sum(AccountKind::Manager),
    })
}
