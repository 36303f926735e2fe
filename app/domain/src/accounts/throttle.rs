//! Tries to prove who one is are counted in the database, so that every process sees them. There is no lock-out
//! (`spec/safety.md`, Passwords): who guesses is stopped at their own source first, then at a higher bound for the
//! account; a device in which the person signed in before is heard beside both and has a bound of its own.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{AttemptId, Refusal};
use lectern_entities::attempt;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter,
    Statement,
};

use crate::{fault::Result, portal::Portal, secrets, tx::Tx};

/// Tries older than this no longer count.
const WINDOW: TimeDelta = TimeDelta::minutes(10);

/// What is tried; each is counted for itself.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    /// A password at the door.
    SignIn,
    /// A code of the second factor.
    SecondFactor,
    /// The current password, by somebody signed in.
    ReAuth,
    /// A letter to choose a new password.
    Reset,
    /// A new invitation, by an old link.
    Ask,
}

impl Act {
    const fn word(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SecondFactor => "second_factor",
            Self::ReAuth => "re_auth",
            Self::Reset => "reset",
            Self::Ask => "ask",
        }
    }

    /// Failed tries within [`WINDOW`] after which the next is refused unheard: at one account from one source or
    /// device; at one account from anywhere; from one source at any account.
    const fn bounds(self) -> (u64, u64, u64) {
        match self {
            Self::SignIn | Self::ReAuth => (8, 60, 40),
            // Six digits are few: ten guesses in ten minutes find one in 33,000.
            Self::SecondFactor => (5, 10, 40),
            // Each is a letter. Eight of them work, so nobody is kept out by more being refused.
            Self::Reset | Self::Ask => (8, 8, 40),
        }
    }
}

/// Who tries.
#[derive(Clone, Copy, Debug)]
pub struct Who<'a> {
    /// At which account: an address or an id, known or not.
    pub account: &'a str,
    /// From which network address.
    pub source: &'a str,
    /// In which known device, if it proved to be one (see [`crate::accounts::devices`]).
    pub device: Option<&'a str>,
}

/// A try that counts as failed until it is forgiven. So of many tries at once no more are heard than one after
/// another.
#[derive(Debug)]
pub struct Claim {
    rows: Vec<AttemptId>,
    own: String,
}

/// Counts a try before it is heard, or refuses it where too many failed lately.
///
/// # Errors
/// `TooManyTries`.
pub async fn claim(portal: &Portal, act: Act, who: &Who<'_>) -> Result<Claim> {
    let subjects = subjects(act, who);
    // Most refusals end here, without keeping anybody who writes waiting.
    within(portal.reader(), &subjects, portal.now()).await?;
    let tx = portal.begin().await?;
    one_by_one(&tx, &subjects[0].0).await?;
    within(&tx, &subjects, tx.now()).await?;
    let mut rows = Vec::new();
    for (subject, _) in &subjects {
        let id: AttemptId = tx.new_id();
        rows.push(id);
        tx.insert(attempt::ActiveModel {
            id: Set(id),
            organization_id: Set(None),
            subject: Set(subject.clone()),
            created_at: Set(tx.now()),
        })
        .await?;
    }
    tx.commit().await?;
    let own = subjects.into_iter().next_back().map(|(subject, _)| subject);
    Ok(Claim {
        rows,
        own: own.unwrap_or_default(),
    })
}

impl Claim {
    /// The try was right: it does not count, nor do earlier ones at this account from the same place.
    ///
    /// # Errors
    /// The database's own.
    pub async fn forgive(self, tx: &Tx) -> Result<()> {
        attempt::Entity::delete_many()
            .filter(
                attempt::Column::Id
                    .is_in(self.rows)
                    .or(attempt::Column::Subject.eq(self.own)),
            )
            .exec(tx)
            .await?;
        Ok(())
    }
}

/// Counts a try of nobody's, which costs what counting another costs; it goes with them.
///
/// # Errors
/// The database's own.
pub(crate) async fn count_nobody(tx: &Tx) -> Result<()> {
    tx.insert(attempt::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(None),
        subject: Set(secrets::hash(&tx.new_token())),
        created_at: Set(tx.now()),
    })
    .await
}

/// Forgets tries that are too old to matter.
///
/// # Errors
/// The database's own.
pub async fn sweep(tx: &Tx) -> Result<u64> {
    let old = attempt::Column::CreatedAt.lt(tx.now() - WINDOW);
    Ok(attempt::Entity::delete_many().filter(old).exec(tx).await?.rows_affected)
}

/// Whom requests from a network address are counted for. Of an IPv6 address it is the first half: one customer has the whole
/// other half to choose from.
pub fn network(source: &str) -> String {
    match source.parse().map(|address: IpAddr| address.to_canonical()) {
        Ok(IpAddr::V4(address)) => address.to_string(),
        Ok(IpAddr::V6(address)) => format!("{:x?}", &address.segments()[..4]),
        Err(_) => source.to_owned(),
    }
}

/// What is counted for this try, with its bound. The last is the person's own corner: account and source, or device.
fn subjects(act: Act, who: &Who<'_>) -> Vec<(String, u64)> {
    let (pair, account, source) = act.bounds();
    let pair_of = |kind: &str, value: &str| hashed(act, kind, &format!("{}\n{value}", who.account));
    let network = network(who.source);
    match who.device {
        Some(device) => vec![(pair_of("device", device), pair)],
        None => vec![
            (hashed(act, "account", who.account), account),
            (hashed(act, "source", &network), source),
            (pair_of("pair", &network), pair),
        ],
    }
}

/// Only a hash is kept: neither addresses nor sources stand in the table.
fn hashed(act: Act, kind: &str, value: &str) -> String {
    secrets::hash(&format!("{}\n{kind}\n{}", act.word(), value.to_lowercase()))
}

async fn within(db: &impl ConnectionTrait, subjects: &[(String, u64)], now: DateTime<Utc>) -> Result<()> {
    for (subject, bound) in subjects {
        let failed = attempt::Entity::find()
            .filter(attempt::Column::Subject.eq(subject))
            .filter(attempt::Column::CreatedAt.gt(now - WINDOW))
            .count(db)
            .await?;
        if failed >= *bound {
            return Err(Refusal::TooManyTries.into());
        }
    }
    Ok(())
}

/// Lets tries at one account count one another. SQLite's one writer is alone anyway.
async fn one_by_one(tx: &Tx, subject: &str) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let lock = "select pg_advisory_xact_lock(hashtextextended($1, 0))";
        let values = [subject.into()];
        tx.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, lock, values))
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn one_network_is_one_client() {
        assert_eq!(network("192.0.2.7"), "192.0.2.7");
        assert_eq!(network("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("unknown"), "unknown");
    }
}
