//! What is known of each address of a list.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use lectern_contract::{UserId, batches::Verdict};
use lectern_entities::batch;
use sea_orm::ConnectionTrait;

use super::super::taken::{self, Taken};
use crate::fault::Result;

/// What is known of an address, and who invited it before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub verdict: Verdict,
    pub by: Option<(UserId, DateTime<Utc>)>,
}

impl From<Verdict> for Known {
    fn from(verdict: Verdict) -> Self {
        Self { verdict, by: None }
    }
}

impl From<Option<&Taken>> for Known {
    fn from(taken: Option<&Taken>) -> Self {
        match taken {
            None => Verdict::New.into(),
            Some(Taken::Known) => Verdict::Known.into(),
            Some(Taken::Suspended) => Verdict::Suspended.into(),
            Some(Taken::Enrolled) => Verdict::Enrolled.into(),
            Some(Taken::Invited(by, at)) => Self {
                verdict: Verdict::Invited,
                by: Some((*by, *at)),
            },
        }
    }
}

/// What is known of these addresses now, all by three selects.
///
/// # Errors
/// The database's own.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    batch: &batch::Model,
    keys: BTreeSet<String>,
    now: DateTime<Utc>,
) -> Result<BTreeMap<String, Known>> {
    let taken = taken::look(db, batch.organization_id, batch.course_id, &keys, now).await?;
    let known = |key: String| {
        let known = Known::from(taken.get(&key));
        (key, known)
    };
    Ok(keys.into_iter().map(known).collect())
}
