//! An uploaded package becomes a draft course, or a new version of one.

use std::{io, sync::Arc};

use lectern_contract::{CourseId, Refusal, Role, VersionId, attempts::Attempts, courses::CourseState, limits};
use lectern_entities::{course, course_version};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use crate::{
    actor::Actor,
    audit,
    courses::{
        self,
        package::{FileSink, Limits, Package, PackageProblem, read_package},
        settle::settle,
        shelf::{self, Shelf},
    },
    fault::{Error, Result},
    portal::Portal,
    search,
    tx::Tx,
};

/// Reads an uploaded archive, keeps its files and makes a draft course of it. Until the last step nothing is
/// visible; a refused package leaves nothing behind (`spec/runtime.md`, Reading a package).
///
/// # Errors
/// `NotFound` unless an admin asks; `Package` with the reader's reason.
pub async fn receive(
    portal: &Portal,
    actor: &Actor,
    archive: impl io::Read + io::Seek + Send + 'static,
) -> Result<CourseId> {
    actor.require(Role::Admin)?;
    let (version, package) = shelve(portal, archive).await?;
    let made = async {
        let tx = portal.begin().await?;
        let course = draft(&tx, actor, &package).await?;
        add_version(&tx, actor, course, version, &package).await?;
        Ok((tx, course))
    };
    settle(portal, version, made.await).await
}

/// Reads an uploaded archive as the next version of a draft course. Where the course is published while the archive is
/// read, its version stays: learners may be on it.
///
/// # Errors
/// `NotFound`; `CourseNotLive` where the course left its draft; `Package`.
pub async fn replace(
    portal: &Portal,
    actor: &Actor,
    id: CourseId,
    archive: impl io::Read + io::Seek + Send + 'static,
) -> Result<()> {
    actor.require(Role::Admin)?;
    still_draft(&courses::find(portal.reader(), actor.organization, id).await?)?;
    let (version, package) = shelve(portal, archive).await?;
    let made = async {
        let tx = portal.begin().await?;
        let course = course::Entity::find_by_id(id).filter(course::Column::OrganizationId.eq(actor.organization));
        // Who replaces it or publishes it at this moment waits for its row.
        let course = tx.keep(course).one(&tx).await?.ok_or(Refusal::NotFound)?;
        still_draft(&course)?;
        add_version(&tx, actor, id, version, &package).await?;
        Ok((tx, ()))
    };
    settle(portal, version, made.await).await
}

fn still_draft(course: &course::Model) -> Result<()> {
    match course.state {
        CourseState::Draft => Ok(()),
        _ => Err(Refusal::CourseNotLive.into()),
    }
}

/// Unpacks the archive onto the shelf, under the folder of a version that no row names yet.
async fn shelve(portal: &Portal, archive: impl io::Read + io::Seek + Send + 'static) -> Result<(VersionId, Package)> {
    let version = VersionId(uuid::Builder::from_random_bytes(first16(&portal.chance().bytes())).into_uuid());
    let shelf = portal.shelf();
    let limits = Limits {
        unpacked_bytes: portal.settings().unpacked_megabytes * 1_000_000,
        ..Limits::default()
    };
    let read = tokio::task::spawn_blocking(move || {
        let mut sink = ToShelf {
            shelf: shelf.clone(),
            version,
            failed: None,
        };
        let read = read_package(io::BufReader::new(archive), &limits, &mut sink);
        if read.is_err() {
            let _ = shelf.remove_folder(&shelf::folder(version));
        }
        read.map_err(|problem| refused(problem, sink.failed))
    })
    .await
    .map_err(Error::fault)?;
    Ok((version, read?))
}

/// Why a package was not shelved: the file store's own reason, or the package's.
fn refused(problem: PackageProblem, failed: Option<io::Error>) -> Error {
    match problem {
        PackageProblem::Storage { kind } => failed.unwrap_or_else(|| io::Error::other(kind)).into(),
        problem => Refusal::Package(problem).into(),
    }
}

fn first16(bytes: &[u8; 32]) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&bytes[..16]);
    half
}

struct ToShelf {
    shelf: Arc<dyn Shelf>,
    version: VersionId,
    /// What the file store said last; the reader keeps only its kind, as a word.
    failed: Option<io::Error>,
}

impl FileSink for ToShelf {
    fn file(&mut self, path: &str, content: &mut dyn io::Read) -> io::Result<()> {
        let put = self.shelf.put(&shelf::key(self.version, path), content);
        put.map_err(|error| {
            let kind = error.kind();
            self.failed = Some(error);
            kind.into()
        })
    }
}

async fn draft(tx: &Tx, actor: &Actor, package: &Package) -> Result<CourseId> {
    let id: CourseId = tx.new_id();
    let mut title: String = package.title.trim().chars().take(limits::TITLE).collect();
    if title.is_empty() {
        title = "Untitled course".into();
    }
    let description: String = package
        .description
        .as_deref()
        .unwrap_or_default()
        .trim()
        .chars()
        .take(limits::DESCRIPTION)
        .collect();
    let attempts = Attempts::default();
    tx.insert(course::ActiveModel {
        id: Set(id),
        organization_id: Set(actor.organization),
        title_key: Set(search::key(&title)),
        title: Set(title),
        description: Set(description),
        state: Set(CourseState::Draft),
        standard: Set(package.standard),
        version_id: Set(None),
        validity_months: Set(None),
        max_attempts: Set(attempts.most),
        new_attempt: Set(attempts.new),
        counted_attempt: Set(attempts.counts),
        lock_after_last: Set(attempts.lock),
        failed_means: Set(attempts.failed_means),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    })
    .await?;
    Ok(id)
}

async fn add_version(tx: &Tx, actor: &Actor, course: CourseId, version: VersionId, package: &Package) -> Result<()> {
    let earlier = course_version::Entity::find()
        .filter(course_version::Column::CourseId.eq(course))
        .count(tx)
        .await?;
    let number = i32::try_from(earlier).unwrap_or(i32::MAX - 1) + 1;
    tx.insert(course_version::ActiveModel {
        id: Set(version),
        organization_id: Set(actor.organization),
        course_id: Set(course),
        number: Set(number),
        standard: Set(package.standard),
        package: Set(serde_json::to_string(package).map_err(Error::fault)?),
        files: Set(i32::try_from(package.files).unwrap_or(i32::MAX)),
        bytes: Set(i64::try_from(package.bytes).unwrap_or(i64::MAX)),
        over_standard: Set(false),
        created_at: Set(tx.now()),
    })
    .await?;
    course::Entity::update_many()
        .col_expr(course::Column::VersionId, Expr::value(version))
        .col_expr(course::Column::Standard, Expr::value(package.standard))
        .col_expr(course::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(course::Column::Id.eq(course))
        .exec(tx)
        .await?;
    let before = (number > 1).then(|| number - 1);
    let both = (json!({ "version": before }), json!({ "version": number }));
    audit::change(tx, &actor.author(), "course.upload", "course", course, both).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Failing(io::ErrorKind);

    impl Shelf for Failing {
        fn put(&self, _: &str, _: &mut dyn io::Read) -> io::Result<()> {
            Err(self.0.into())
        }

        fn remove_folder(&self, _: &str) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is said of a package that is put on a shelf which fails so.
    fn said(kind: io::ErrorKind) -> Refusal {
        let version = VersionId(uuid::Uuid::nil());
        let mut sink = ToShelf {
            shelf: Arc::new(Failing(kind)),
            version,
            failed: None,
        };
        let put = sink.file("index.html", &mut io::empty()).expect_err("refused");
        let problem = PackageProblem::Storage {
            kind: put.kind().to_string(),
        };
        refused(problem, sink.failed).into_refusal()
    }

    #[test]
    fn a_full_disk_is_busy_and_a_broken_store_a_fault() {
        for kind in [
            io::ErrorKind::StorageFull,
            io::ErrorKind::QuotaExceeded,
            io::ErrorKind::ReadOnlyFilesystem,
        ] {
            assert_eq!(said(kind), Refusal::Busy, "{kind}");
        }
        assert_eq!(said(io::ErrorKind::Other), Refusal::Fault);
        let damaged = PackageProblem::Damaged { path: "a".into() };
        assert_eq!(refused(damaged.clone(), None).into_refusal(), Refusal::Package(damaged));
    }
}
