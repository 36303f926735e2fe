//! Re-derives every balance from the postings and checks the ledger's invariants L1 to L9
//! (`spec/credits.md`, Invariants). L10 to L12 are about how acts are done; tests hold them.

use lectern_contract::credits::AccountKind;
use sea_orm::{ConnectionTrait, Statement};

use crate::fault::Result;

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
    /// Broken invariants; empty is good.
    pub findings: Vec<Finding>,
}

/// Each check counts the rows that break a rule.
const CHECKS: &[(&str, &str, &str)] = &[
    (
        "L1",
        "transactions whose postings do not sum to 0 or are not two",
        "select count(*) from (select t.id from ledger_transaction t left join posting p on p.transaction_id = t.id
         group by t.id having coalesce(sum(p.amount), 0) <> 0 or count(p.id) <> 2) broken",
    ),
    (
        "L2",
        "organizations whose balances do not sum to 0",
        "select count(*) from (select organization_id from account group by organization_id having sum(balance) <> 0) broken",
    ),
    (
        "L3",
        "accounts whose balance or line count is not that of their postings",
        "select count(*) from (select a.id from account a left join posting p on p.account_id = a.id
         group by a.id, a.balance, a.lines having a.balance <> coalesce(sum(p.amount), 0) or a.lines <> count(p.id)) broken",
    ),
    (
        "L3",
        "postings whose running balance is not the sum so far",
        "select count(*) from (select balance, sum(amount) over (partition by account_id order by line) as so_far
         from posting) broken where balance <> so_far",
    ),
    (
        "L4",
        "accounts below 0, or a pool further below than chargebacks took it",
        "select count(*) from account a where a.kind <> 'external' and a.balance < 0 and (a.kind <> 'pool' or a.balance <
         (select coalesce(sum(p.amount), 0) from posting p join ledger_transaction t on t.id = p.transaction_id
          where p.account_id = a.id and t.kind = 'chargeback'))",
    ),
    (
        "L4",
        "movements other than chargebacks that took a pool below 0",
        "select count(*) from posting p join account a on a.id = p.account_id and a.kind = 'pool'
         join ledger_transaction t on t.id = p.transaction_id
         where p.amount < 0 and p.balance < 0 and t.kind <> 'chargeback'",
    ),
    (
        "L4",
        "accounts on which other credits are put aside than running batches still need",
        "select count(*) from account a where a.reserved <>
         coalesce((select sum(b.first_left) from batch b where b.first_id = a.id), 0) +
         coalesce((select sum(b.other_left) from batch b where b.other_id = a.id), 0)",
    ),
    (
        "L5",
        "organizations whose credits are not those that came in from outside",
        "select count(*) from (select a.organization_id from account a group by a.organization_id
         having sum(case when a.kind <> 'external' then a.balance else 0 end) <>
         coalesce((select -sum(p.amount) from posting p join account e on e.id = p.account_id and e.kind = 'external'
                   where p.organization_id = a.organization_id), 0)) broken",
    ),
    (
        "L5",
        "expired credits that are not those of lots",
        "select count(*) from account a where a.kind = 'expired' and a.balance <>
         (select coalesce(sum(l.expired), 0) from lot l where l.organization_id = a.organization_id)",
    ),
    (
        "L5",
        "lots that are not what their grant brought",
        "select count(*) from lot l where not exists (select 1 from ledger_transaction t join posting p
         on p.transaction_id = t.id where t.id = l.grant_id and t.kind = 'grant' and p.amount = l.amount)",
    ),
    (
        "L5",
        "lots that expired though their subscription has not ended",
        "select count(*) from lot l join subscription s on s.id = l.subscription_id
         where l.expired > 0 and s.state <> 'ended'",
    ),
    (
        "L5",
        "movements with the outside that are no grant, purchase, adjustment or chargeback",
        "select count(*) from posting p join account a on a.id = p.account_id and a.kind = 'external'
         join ledger_transaction t on t.id = p.transaction_id
         where t.kind not in ('grant', 'purchase', 'adjust', 'chargeback')",
    ),
    (
        "L5",
        "orders whose credits are not those of their one purchase, if paid, and of their chargebacks",
        "select count(*) from (select o.id from credit_order o
         left join ledger_transaction t on t.order_id = o.id and t.kind in ('purchase', 'chargeback')
         left join posting p on p.transaction_id = t.id
             and p.account_id in (select id from account where kind = 'pool')
         group by o.id, o.quantity, o.taken_back, o.paid_at
         having sum(case when t.kind = 'purchase' then 1 else 0 end) <> case when o.paid_at is null then 0 else 1 end
         or coalesce(sum(case when t.kind = 'purchase' then p.amount else 0 end), 0) <>
             case when o.paid_at is null then 0 else o.quantity end
         or coalesce(sum(case when t.kind = 'chargeback' then p.amount else 0 end), 0) <> -o.taken_back) broken",
    ),
    (
        "L5",
        "purchases and chargebacks without an order",
        "select count(*) from ledger_transaction t where t.kind in ('purchase', 'chargeback')
         and not exists (select 1 from credit_order o where o.id = t.order_id)",
    ),
    (
        "L5",
        "organizations whose orders or invoices are not numbered from 1 without gaps",
        "select count(*) from price s where s.orders <>
             (select coalesce(max(o.number), 0) from credit_order o where o.organization_id = s.organization_id)
         or s.orders <> (select count(*) from credit_order o where o.organization_id = s.organization_id)
         or s.invoices <> (select coalesce(max(i.number), 0) from invoice i where i.organization_id = s.organization_id)
         or s.invoices <> (select count(*) from invoice i where i.organization_id = s.organization_id)",
    ),
    (
        "L6",
        "organizations whose held credits are not those of pending invitations",
        "select count(*) from account a where a.kind = 'held' and a.balance <>
         (select count(*) from invitation i where i.organization_id = a.organization_id and i.state = 'pending')",
    ),
    (
        "L6",
        "invitations whose holds and ends do not match their state",
        "select count(*) from (select i.id from invitation i left join ledger_transaction t on t.invitation_id = i.id
         group by i.id, i.state having sum(case when t.kind = 'hold' then 1 else 0 end) -
         sum(case when t.kind in ('release', 'consume_hold') then 1 else 0 end) <>
         case when i.state = 'pending' then 1 else 0 end) broken",
    ),
    (
        "L7",
        "organizations whose consumed credits are not those of registrations not refunded",
        "select count(*) from account a where a.kind = 'consumed' and a.balance <>
         (select count(*) from registration r where r.organization_id = a.organization_id and r.consumption_id is not null)",
    ),
    (
        "L8",
        "refunds that are not of a consumption of the same registration",
        "select count(*) from ledger_transaction r where r.kind = 'refund' and not exists
         (select 1 from ledger_transaction c where c.id = r.refunds_id and c.kind in ('consume', 'consume_hold')
          and c.registration_id = r.registration_id)",
    ),
    (
        "L8",
        "consumptions that were refunded more than once",
        "select count(*) from (select refunds_id from ledger_transaction where refunds_id is not null
         group by refunds_id having count(*) > 1) broken",
    ),
    (
        // What an invitation consumed was held before, in its last epoch (the number at the end of the key);
        // a manager who was removed gives way to the course.
        "L8",
        "refunds that are not of the consumed amount, or do not go to where the credit came from",
        "select count(*) from ledger_transaction r where r.kind = 'refund' and not exists
         (select 1 from ledger_transaction c
          join posting used on used.transaction_id = c.id and used.amount > 0
          join posting back on back.transaction_id = r.id and back.amount > 0
          join posting gave on gave.amount < 0 and gave.transaction_id = case c.kind when 'consume' then c.id else
              (select h.id from ledger_transaction h where h.kind = 'hold' and h.invitation_id = c.invitation_id
               order by length(h.idempotency_key) desc, h.idempotency_key desc limit 1) end
          join account source on source.id = gave.account_id
          join account target on target.id = back.account_id
          where c.id = r.refunds_id and back.amount = used.amount and back.counter_account_id = used.account_id
          and (target.id = source.id or (source.kind = 'manager' and target.kind = 'course'
               and target.course_id = source.course_id)))",
    ),
    (
        "L9",
        "accounts with gaps in their lines",
        "select count(*) from (select account_id from posting group by account_id
         having min(line) <> 1 or max(line) <> count(*)) broken",
    ),
];

/// Checks everything, in every organization.
///
/// # Errors
/// The database's own.
pub async fn verify(db: &impl ConnectionTrait) -> Result<Report> {
    debug_assert_eq!(
        AccountKind::ALL.len(),
        7,
        "a new kind of account must be looked at here"
    );
    let mut findings = Vec::new();
    for (rule, says, sql) in CHECKS {
        let rows = count(db, sql).await?;
        if rows != 0 {
            findings.push(Finding { rule, rows, says });
        }
    }
    Ok(Report {
        transactions: count(db, "select count(*) from ledger_transaction").await?,
        accounts: count(db, "select count(*) from account").await?,
        findings,
    })
}

async fn count(db: &impl ConnectionTrait, sql: &str) -> Result<i64> {
    let row = db
        .query_one_raw(Statement::from_string(db.get_database_backend(), sql))
        .await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0))
}
