//! What can go wrong in an act: a refusal the person can understand, or a fault they cannot help.

use std::io;

use lectern_contract::Refusal;
use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

/// Why an act did not happen. Nothing is half done in either case.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules or the input forbid it.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// The database failed.
    #[error("database: {0}")]
    Database(#[from] DbErr),
    /// Something else failed; the text is for the log only.
    #[error("fault: {0}")]
    Fault(String),
}

/// What acts and reads answer.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// What a file says. Where the disk is full or takes nothing, the same may work once somebody has seen to it, so that is
/// no fault of ours but `Busy`; the cause goes to the log.
impl From<io::Error> for Error {
    fn from(cause: io::Error) -> Self {
        use io::ErrorKind::{QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        match cause.kind() {
            kind @ (StorageFull | QuotaExceeded | ReadOnlyFilesystem) => {
                tracing::error!(%kind, %cause, "the disk takes nothing");
                Self::Refused(Refusal::Busy)
            }
            _ => Self::fault(cause),
        }
    }
}

impl Error {
    /// A fault with a cause for the log.
    pub fn fault(cause: impl std::fmt::Display) -> Self {
        Self::Fault(cause.to_string())
    }

    /// Whether it is known that nothing happened. Where a connection broke off, the database may have done it all the same.
    pub(crate) fn is_answer(&self) -> bool {
        match self {
            Self::Database(cause) => matches!(statement(cause), Some(sqlx::Error::Database(_))),
            Self::Refused(_) | Self::Fault(_) => true,
        }
    }

    /// Turns the error into what people may see; a fault's cause goes to the log.
    pub fn into_refusal(self) -> Refusal {
        match self {
            Self::Refused(refusal) => refusal,
            Self::Database(cause) if is_busy(&cause) => {
                tracing::warn!(%cause, "the database is busy");
                Refusal::Busy
            }
            Self::Database(cause) if is_no_text(&cause) => {
                tracing::warn!(%cause, "a text that the database does not keep");
                Refusal::BadRequest
            }
            Self::Database(cause) => {
                tracing::error!(%cause, "a database fault");
                Refusal::Fault
            }
            Self::Fault(cause) => {
                tracing::error!(%cause, "a fault");
                Refusal::Fault
            }
        }
    }
}

/// Whether a unique index forbade the statement: another transaction was quicker.
pub(crate) fn is_taken(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// Whether the same act may work a moment later: locks, lost connections, serialization failures.
fn is_busy(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        _ => match statement(error) {
            Some(sqlx::Error::Database(cause)) => cause.code().is_some_and(|code| is_busy_code(&code)),
            Some(sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed) => true,
            _ => false,
        },
    }
}

/// Whether a text has a character that PostgreSQL keeps in none: NUL. The doors refuse it; this is for what they let
/// pass.
fn is_no_text(error: &DbErr) -> bool {
    match statement(error) {
        Some(sqlx::Error::Database(cause)) => cause.code().is_some_and(|code| is_no_text_code(&code)),
        _ => false,
    }
}

/// Why a statement failed.
fn statement(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => Some(cause),
        _ => None,
    }
}

/// In a parameter, and in JSON. The rest of class 22 (numbers out of range, divisions by zero) is ours.
fn is_no_text_code(code: &str) -> bool {
    matches!(code, "22021" | "22P05")
}

/// SQLite: busy 5, locked 6, read-only 8, full 13. PostgreSQL: classes 08, 40, 53, 55, 57.
fn is_busy_code(code: &str) -> bool {
    let sqlite = code
        .parse::<u32>()
        .is_ok_and(|code| code < 10_000 && matches!(code & 0xff, 5 | 6 | 8 | 13));
    let postgres = code.len() == 5
        && ["08", "40", "53", "55", "57"]
            .iter()
            .any(|class| code.starts_with(class));
    sqlite || postgres
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locks_and_lost_connections_are_busy_and_constraints_are_not() {
        for code in [
            "5", "261", "517", "6", "13", "40001", "40P01", "57P01", "08006", "53300",
        ] {
            assert!(is_busy_code(code), "{code}");
        }
        for code in ["23505", "23514", "2067", "1555", "42601", "1"] {
            assert!(!is_busy_code(code), "{code}");
        }
    }

    #[test]
    fn a_connection_that_breaks_off_is_no_answer() {
        let broken = || sqlx::Error::Io(io::ErrorKind::ConnectionReset.into());
        for error in [
            DbErr::Query(RuntimeErr::SqlxError(broken().into())),
            DbErr::Exec(RuntimeErr::SqlxError(broken().into())),
            DbErr::Conn(RuntimeErr::SqlxError(broken().into())),
        ] {
            assert!(!Error::from(error).is_answer());
        }
        assert!(Error::from(Refusal::Busy).is_answer());
    }

    #[test]
    fn only_a_text_that_is_none_is_the_fault_of_who_sent_it() {
        for code in ["22021", "22P05"] {
            assert!(is_no_text_code(code) && !is_busy_code(code), "{code}");
        }
        for code in ["22003", "22012", "23505", "22"] {
            assert!(!is_no_text_code(code), "{code}");
        }
    }

    #[test]
    fn a_disk_that_takes_nothing_is_busy_and_other_failures_are_faults() {
        use io::ErrorKind;
        for kind in [
            ErrorKind::StorageFull,
            ErrorKind::QuotaExceeded,
            ErrorKind::ReadOnlyFilesystem,
        ] {
            assert_eq!(
                Error::from(io::Error::from(kind)).into_refusal(),
                Refusal::Busy,
                "{kind}"
            );
        }
        for kind in [ErrorKind::PermissionDenied, ErrorKind::NotFound, ErrorKind::Other] {
            assert_eq!(
                Error::from(io::Error::from(kind)).into_refusal(),
                Refusal::Fault,
                "{kind}"
            );
        }
        #[cfg(target_os = "linux")]
        assert_eq!(
            Error::from(io::Error::from_raw_os_error(28)).into_refusal(),
            Refusal::Busy,
            "ENOSPC"
        );
    }
}
