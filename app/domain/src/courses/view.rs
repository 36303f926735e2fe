//! What an admin looks at before publishing and before archiving.

use lectern_contract::{
    AccountId, CourseId, Role,
    courses::{ArchiveView, ItemRow, PackageView},
    credits::AccountKind,
    invitations::InvitationState,
    registrations::RegistrationState,
};
use lectern_entities::{account, invitation, registration};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;

use crate::{
    actor::Actor,
    courses::{
        self,
        package::{Item, Warning},
    },
    fault::Result,
    invitations::log::names,
};

/// What is said of a package once a commit to it was longer than its standard says.
const OVER_STANDARD: &str =
    "Learners’ data was longer than the standard allows. It is kept whole here; another system may cut it.";

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
    let over = row.over_standard.then(|| OVER_STANDARD.to_owned());
    Ok(Some(PackageView {
        version,
        number: row.number,
        standard: package.standard,
        edition: package.edition.clone(),
        items,
        warnings: package.warnings.iter().map(Warning::sentence).chain(over).collect(),
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
    let accounts = account::Entity::find()
        .filter(account::Column::CourseId.eq(id))
        .order_by_asc(account::Column::Id)
        .all(db)
        .await?;
    let sum = |of: AccountKind| {
        accounts
            .iter()
            .filter(|row| row.kind == of)
            .map(|row| row.balance)
            .sum()
    };
    Ok(ArchiveView {
        title: course.title,
        pending,
        learners,
        available: sum(AccountKind::Course),
        with_managers: sum(AccountKind::Manager),
        returning: returning(db, id, &accounts).await?,
    })
}

/// What each account of the course has free once its pending invitations are canceled, where that is anything: the
/// course's own first, then its managers' by their names.
async fn returning(
    db: &impl ConnectionTrait,
    id: CourseId,
    accounts: &[account::Model],
) -> Result<Vec<(String, Option<AccountId>, i64)>> {
    let held: Vec<(AccountId, i64)> = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::SourceId)
        .column_as(invitation::Column::Id.count(), "held")
        .filter(invitation::Column::CourseId.eq(id))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .group_by(invitation::Column::SourceId)
        .into_tuple()
        .all(db)
        .await?;
    let held: BTreeMap<_, _> = held.into_iter().collect();
    let names = names(db, accounts.iter().filter_map(|row| row.user_id)).await?;
    let line = |row: &account::Model| {
        let credits = row.balance - row.reserved + held.get(&row.id).copied().unwrap_or(0);
        let name = row.user_id.and_then(|user| names.get(&user).cloned());
        (credits > 0).then_some((name, Some(row.id), credits))
    };
    let mut lines: Vec<_> = accounts.iter().filter_map(line).collect();
    lines.sort();
    let in_words = |(name, account, credits): (Option<String>, _, _)| {
        (name.unwrap_or_else(|| "The course".to_owned()), account, credits)
    };
    Ok(lines.into_iter().map(in_words).collect())
}
