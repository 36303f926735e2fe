//! Walks the chain from link to link, some hundred at a time, and names the first break.

use std::collections::{BTreeMap, HashMap};

use lectern_contract::{
    OrganizationId, TransactionId,
    proofs::{ChainBreak, ChainFault},
};
use lectern_entities::{ledger_link, ledger_transaction, posting, proof};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement};

use super::form;
use crate::{credits::verify::own_words, fault::Result};

/// Links looked at in one step.
const AT_ONCE: u64 = 500;

/// How far a walk is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The number of the last link that was looked at.
    pub number: i64,
    /// Its hash.
    pub hash: String,
}

impl Point {
    /// Before the first link.
    pub fn start() -> Self {
        Self {
            number: 0,
            hash: form::NOTHING.to_owned(),
        }
    }
}

/// Looks at the next links, up to the one with the number `upto`; moves the point behind those that are whole and
/// answers the first that is not.
///
/// # Errors
/// The database's own.
pub async fn step(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    point: &mut Point,
    upto: i64,
) -> Result<Option<ChainBreak>> {
    let links = ledger_link::Entity::find()
        .filter(ledger_link::Column::OrganizationId.eq(organization))
        .filter(ledger_link::Column::Number.gt(point.number))
        .filter(ledger_link::Column::Number.lte(upto))
        .order_by_asc(ledger_link::Column::Number)
        .limit(AT_ONCE)
        .all(db)
        .await?;
    let found = Linked::read(db, organization, &links).await?;
    for link in &links {
        let number = point.number + 1;
        let at = |what| ChainBreak {
            number: Some(number),
            transaction: Some(link.transaction_id),
            what,
        };
        if link.number != number {
            return Ok(Some(missing(number)));
        }
        if link.previous != point.hash {
            return Ok(Some(at(ChainFault::Order)));
        }
        if link.version != form::VERSION {
            return Ok(Some(at(ChainFault::Version)));
        }
        let Some(content) = found.content(link.transaction_id) else {
            return Ok(Some(at(ChainFault::TransactionMissing)));
        };
        if form::hash(&point.hash, number, &content) != link.hash {
            return Ok(Some(at(ChainFault::Hash)));
        }
        point.number = number;
        point.hash.clone_from(&link.hash);
    }
    let all = links.len() as u64 == AT_ONCE || point.number == upto;
    Ok((!all).then(|| missing(point.number + 1)))
}

const fn missing(number: i64) -> ChainBreak {
    ChainBreak {
        number: Some(number),
        transaction: None,
        what: ChainFault::LinkMissing,
    }
}

/// The transactions of some links, as they are stored now.
struct Linked {
    rows: BTreeMap<TransactionId, ledger_transaction::Model>,
    lines: HashMap<TransactionId, Vec<posting::Model>>,
}

impl Linked {
    async fn read(
        db: &impl ConnectionTrait,
        organization: OrganizationId,
        links: &[ledger_link::Model],
    ) -> Result<Self> {
        let ids = || links.iter().map(|link| link.transaction_id);
        let rows = ledger_transaction::Entity::find()
            .filter(ledger_transaction::Column::OrganizationId.eq(organization))
            .filter(ledger_transaction::Column::Id.is_in(ids()))
            .all(db)
            .await?;
        let postings = posting::Entity::find()
            .filter(posting::Column::TransactionId.is_in(ids()))
            .all(db)
            .await?;
        Ok(Self {
            rows: rows.into_iter().map(|row| (row.id, row)).collect(),
            lines: by_transaction(postings),
        })
    }

    fn content(&self, id: TransactionId) -> Option<Vec<u8>> {
        let lines = self.lines.get(&id).map_or(&[][..], Vec::as_slice);
        Some(form::content(self.rows.get(&id)?, lines))
    }
}

/// Postings, gathered by their transactions.
pub(super) fn by_transaction(lines: Vec<posting::Model>) -> HashMap<TransactionId, Vec<posting::Model>> {
    let mut of: HashMap<TransactionId, Vec<posting::Model>> = HashMap::new();
    for line in lines {
        of.entry(line.transaction_id).or_default().push(line);
    }
    of
}

/// What a walk from link to link cannot see: whether the chain ends where it was noted, whether it is the one that
/// the last proof saw, and whether every transaction is in it.
///
/// # Errors
/// The database's own.
pub async fn ends(db: &impl ConnectionTrait, organization: OrganizationId) -> Result<Option<ChainBreak>> {
    if let Some(broken) = end(db, organization).await? {
        return Ok(Some(broken));
    }
    if let Some(broken) = anchor(db, organization).await? {
        return Ok(Some(broken));
    }
    unlinked(db, organization).await
}

/// The last link against the head, in one statement: both move together while this looks.
async fn end(db: &impl ConnectionTrait, organization: OrganizationId) -> Result<Option<ChainBreak>> {
    let sql = "select o.number, o.hash, h.number, h.hash from (select coalesce(max(l.number), 0) as number,
         coalesce((select x.hash from ledger_link x where x.organization_id = $1
             and x.number = (select max(y.number) from ledger_link y where y.organization_id = $1)), $2) as hash
         from ledger_link l where l.organization_id = $1) o
         left join ledger_head h on h.organization_id = $1";
    let values = [crate::Tx::uuid(organization), form::NOTHING.into()];
    let Some(row) = row(db, sql, values).await? else {
        return Ok(None);
    };
    let (number, hash): (i64, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    let (noted, noted_hash): (Option<i64>, Option<String>) = (row.try_get_by_index(2)?, row.try_get_by_index(3)?);
    let same = noted.unwrap_or(0) == number && noted_hash.as_deref().unwrap_or(form::NOTHING) == hash;
    Ok((!same).then_some(ChainBreak {
        number: Some(number),
        transaction: None,
        what: ChainFault::Head,
    }))
}

/// The link at which the last proof that held had ended: a chain that was made anew has another there.
async fn anchor(db: &impl ConnectionTrait, organization: OrganizationId) -> Result<Option<ChainBreak>> {
    let held = proof::Entity::find()
        .filter(proof::Column::OrganizationId.eq(organization))
        .filter(proof::Column::State.eq(lectern_contract::proofs::ProofState::Held))
        .filter(proof::Column::Number.gt(0))
        .order_by_desc(proof::Column::Id)
        .one(db)
        .await?;
    let Some(held) = held else { return Ok(None) };
    let link = ledger_link::Entity::find()
        .filter(ledger_link::Column::OrganizationId.eq(organization))
        .filter(ledger_link::Column::Number.eq(held.number))
        .one(db)
        .await?;
    let same = link.as_ref().is_some_and(|link| link.hash == held.hash);
    Ok((!same).then_some(ChainBreak {
        number: Some(held.number),
        transaction: link.map(|link| link.transaction_id),
        what: ChainFault::Anchor,
    }))
}

/// The oldest transaction that is in no link. While a ledger from before the chain is linked some are not yet (see
/// [`super::behind`]).
async fn unlinked(db: &impl ConnectionTrait, organization: OrganizationId) -> Result<Option<ChainBreak>> {
    let sql = "select t.id from ledger_transaction t where t.organization_id = $1
         and not exists (select 1 from ledger_link l where l.transaction_id = t.id)
         and not exists (select 1 from ledger_head h where h.organization_id = $1 and h.behind
             and not exists (select 1 from proof p where p.organization_id = $1))
         order by t.id limit 1";
    let row = row(db, sql, [crate::Tx::uuid(organization)]).await?;
    let id = row.map(|row| row.try_get_by_index(0)).transpose()?;
    Ok(id.map(|id| ChainBreak {
        number: None,
        transaction: Some(TransactionId(id)),
        what: ChainFault::Unlinked,
    }))
}

async fn row<const N: usize>(
    db: &impl ConnectionTrait,
    sql: &str,
    values: [sea_orm::Value; N],
) -> Result<Option<sea_orm::QueryResult>> {
    let backend = db.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, own_words(backend, sql), values);
    Ok(db.query_one_raw(statement).await?)
}
