//! Re-derives every balance from the postings, checks the ledger's invariants, and walks the chain of transactions
//! (`spec/credits.md`, Invariants). Of L10 to L12 this sees what the rows show; how acts are done, tests hold.

pub mod checks;

use lectern_contract::{
    OrganizationId,
    credits::AccountKind,
    proofs::{ChainBreak, Rule},
};
use lectern_entities::organization;
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, QueryOrder, QuerySelect, Statement};

use super::chain::{
    self,
    walk::{self, Point},
};
use crate::{fault::Result, tx::Tx};
use checks::CHECKS;

/// One broken invariant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its number in the spec, for example `L3`.
    pub rule: &'static str,
    /// How many rows break it.
    pub rows: i64,
    /// What is wrong.
    pub says: &'static str,
}

/// What was checked, and what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Ledger transactions read.
    pub transactions: i64,
    /// Accounts read.
    pub accounts: i64,
    /// Links walked.
    pub links: i64,
    /// Broken invariants; empty is good.
    pub findings: Vec<Finding>,
    /// Where chains break first, at most one for each organization.
    pub breaks: Vec<ChainBreak>,
}

/// Checks everything, in every organization. The chain is read some hundred links at a time.
///
/// # Errors
/// The database's own.
pub async fn verify(db: &impl ConnectionTrait) -> Result<Report> {
    debug_assert_eq!(
        AccountKind::ALL.len(),
        7,
        "a new kind of account must be looked at here"
    );
    let mut report = Report {
        transactions: 0,
        accounts: 0,
        links: 0,
        findings: vec![],
        breaks: vec![],
    };
    for organization in organizations(db).await? {
        for check in CHECKS {
            let rows = count(db, organization, check.sql).await?;
            if rows != 0 {
                report.findings.push(Finding {
                    rule: check.rule.as_str(),
                    rows,
                    says: check.says,
                });
            }
        }
        let (links, broken) = chain_of(db, organization).await?;
        report.links += links;
        if let Some(broken) = broken {
            report.breaks.push(broken);
            report.findings.push(Finding {
                rule: Rule::L9.as_str(),
                rows: 1,
                says: broken.what.says(),
            });
        }
        report.transactions += looked_at(db, organization, Rule::L1).await?;
        report.accounts += looked_at(db, organization, Rule::L2).await?;
    }
    Ok(report)
}

/// Every organization, oldest first.
pub(crate) async fn organizations(db: &impl ConnectionTrait) -> Result<Vec<OrganizationId>> {
    Ok(organization::Entity::find()
        .select_only()
        .column(organization::Column::Id)
        .order_by_asc(organization::Column::Id)
        .into_tuple()
        .all(db)
        .await?)
}

/// The links of a chain, walked from end to end as it is now, and its first break.
async fn chain_of(db: &impl ConnectionTrait, organization: OrganizationId) -> Result<(i64, Option<ChainBreak>)> {
    let upto = chain::head(db, organization).await?.map_or(0, |head| head.number);
    let mut point = Point::start();
    while point.number < upto {
        if let Some(broken) = walk::step(db, organization, &mut point, upto).await? {
            return Ok((point.number, Some(broken)));
        }
    }
    Ok((point.number, walk::ends(db, organization).await?))
}

/// How much of what a rule counts there is.
pub(crate) async fn looked_at(db: &impl ConnectionTrait, organization: OrganizationId, rule: Rule) -> Result<i64> {
    match checks::figure(rule) {
        Some(sql) => count(db, organization, sql).await,
        None => Ok(0),
    }
}

/// What a statement about an organization counts.
pub(crate) async fn count(db: &impl ConnectionTrait, organization: OrganizationId, sql: &str) -> Result<i64> {
    let backend = db.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, own_words(backend, sql), [Tx::uuid(organization)]);
    let row = db.query_one_raw(statement).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0))
}

/// Places as the database counts them: `$1` is `?1` on SQLite.
pub(crate) fn own_words(backend: DbBackend, sql: &str) -> String {
    match backend {
        DbBackend::Postgres => sql.to_owned(),
        _ => sql.replace('$', "?"),
    }
}
