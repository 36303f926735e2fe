//! What can go wrong in an act: a refusal the person can understand, or a fault they cannot help.

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

impl Error {
    /// A fault with a cause for the log.
    pub fn fault(cause: impl std::fmt::Display) -> Self {
        Self::Fault(cause.to_string())
    }

    /// Turns the error into what people may see; a fault's cause goes to the log.
    pub fn into_refusal(self) -> Refusal {
        match self {
            Self::Refused(refusal) => refusal,
            Self::Database(cause) if is_busy(&cause) => {
                tracing::warn!(%cause, "the database is busy");
                Refusal::Busy
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
        DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => match &**cause {
            sqlx::Error::Database(cause) => cause.code().is_some_and(|code| is_busy_code(&code)),
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => true,
            _ => false,
        },
        _ => false,
    }
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
    use super::is_busy_code;

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
}
