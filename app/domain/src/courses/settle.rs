//! Whether a version came to be decides what becomes of its files.

use lectern_contract::VersionId;
use lectern_entities::course_version;
use sea_orm::EntityTrait;

use crate::{courses::shelf, fault::Result, portal::Portal, tx::Tx};

/// Commits what made a version and answers it. Where nothing was made, the version's files are removed.
///
/// # Errors
/// That of the act; the database's own.
pub(super) async fn settle<T>(portal: &Portal, version: VersionId, made: Result<(Tx, T)>) -> Result<T> {
    let error = match made {
        Ok((tx, made)) => match tx.commit().await {
            Ok(()) => return Ok(made),
            Err(error) => match is_there(portal, version, error.is_answer()).await {
                Some(true) => return Ok(made),
                Some(false) => error,
                None => {
                    tracing::warn!(%version, "a commit broke off: the files of its version stay");
                    return Err(error);
                }
            },
        },
        Err(error) => error,
    };
    discard(portal, version).await;
    Err(error)
}

/// Whether a version is there though its commit failed; none where nobody can tell.
async fn is_there(portal: &Portal, version: VersionId, answered: bool) -> Option<bool> {
    let row = course_version::Entity::find_by_id(version).one(portal.reader()).await;
    judge(row.ok().map(|row| row.is_some()), answered)
}

/// Where the connection broke off, the database may still be at it: a row that is not there yet says nothing.
const fn judge(row: Option<bool>, answered: bool) -> Option<bool> {
    match (row, answered) {
        (Some(false), false) => None,
        (row, _) => row,
    }
}

async fn discard(portal: &Portal, version: VersionId) {
    let shelf = portal.shelf();
    let gone = tokio::task::spawn_blocking(move || shelf.remove_folder(&shelf::folder(version))).await;
    if !matches!(gone, Ok(Ok(()))) {
        tracing::warn!(%version, "files of a refused package could not be removed");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_go_only_where_no_version_can_have_them() {
        assert_eq!(judge(Some(true), true), Some(true));
        assert_eq!(judge(Some(true), false), Some(true), "the answer got lost");
        assert_eq!(judge(Some(false), true), Some(false), "the database said no");
        assert_eq!(judge(Some(false), false), None, "it may come yet");
        assert_eq!(judge(None, true), None);
        assert_eq!(judge(None, false), None);
    }
}
