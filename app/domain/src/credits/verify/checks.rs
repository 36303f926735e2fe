//! The ledger's invariants as statements (`spec/credits.md`, Invariants). `$1` is the organization.

use lectern_contract::proofs::Rule;

/// One look at a rule.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// The rule.
    pub rule: Rule,
    /// What the counted rows are.
    pub says: &'static str,
    /// Counts the rows that break it.
    pub sql: &'static str,
}

/// Each check counts the rows of an organization that break a rule. Each is one statement, so that it sees one state
/// of the ledger while people go on.
pub const CHECKS: &[Check] = &[
    Check {
        rule: Rule::L1,
        says: "transactions whose postings do not sum to 0 or are not two",
        sql: "select count(*) from (select t.id from ledger_transaction t left join posting p on p.transaction_id = t.id
         where t.organization_id = $1
         group by t.id having coalesce(sum(p.amount), 0) <> 0 or count(p.id) <> 2) broken",
    },
    Check {
        rule: Rule::L2,
        says: "organizations whose balances do not sum to 0",
        sql: "select count(*) from (select organization_id from account where organization_id = $1
         group by organization_id having sum(balance) <> 0) broken",
    },
    Check {
        rule: Rule::L3,
        says: "accounts whose balance or line count is not that of their postings",
        sql: "select count(*) from (select a.id from account a left join posting p on p.account_id = a.id
         where a.organization_id = $1 group by a.id, a.balance, a.lines having a.balance <> coalesce(sum(p.amount), 0) or a.lines <> count(p.id)) broken",
    },
    Check {
        rule: Rule::L3,
        says: "postings whose running balance is not the sum so far",
        sql: "select count(*) from (select balance, sum(amount) over (partition by account_id order by line) as so_far
         from posting where organization_id = $1) broken where balance <> so_far",
    },
    Check {
        rule: Rule::L4,
        says: "accounts below 0, or a pool further below than chargebacks took it",
        sql: "select count(*) from account a where a.organization_id = $1 and a.kind <> 'external' and a.balance < 0 and (a.kind <> 'pool' or a.balance <
         (select coalesce(sum(p.amount), 0) from posting p join ledger_transaction t on t.id = p.transaction_id
          where p.account_id = a.id and t.kind = 'chargeback'))",
    },
    Check {
        rule: Rule::L4,
        says: "movements other than chargebacks that took a pool below 0",
        sql: "select count(*) from posting p join account a on a.id = p.account_id and a.kind = 'pool'
         join ledger_transaction t on t.id = p.transaction_id
         where p.organization_id = $1 and p.amount < 0 and p.balance < 0 and t.kind <> 'chargeback'",
    },
    Check {
        rule: Rule::L4,
        says: "accounts on which other credits are put aside than running batches still need",
        sql: "select count(*) from account a where a.organization_id = $1 and a.reserved <>
         coalesce((select sum(b.first_left) from batch b where b.first_id = a.id), 0) +
         coalesce((select sum(b.other_left) from batch b where b.other_id = a.id), 0)",
    },
    Check {
        rule: Rule::L5,
        says: "organizations whose credits are not those that came in from outside",
        sql: "select count(*) from (select a.organization_id from account a where a.organization_id = $1 group by a.organization_id
         having sum(case when a.kind <> 'external' then a.balance else 0 end) <>
         coalesce((select -sum(p.amount) from posting p join account e on e.id = p.account_id and e.kind = 'external'
                   where p.organization_id = a.organization_id), 0)) broken",
    },
    Check {
        rule: Rule::L5,
        says: "expired credits that are not those of lots",
        sql: "select count(*) from account a where a.organization_id = $1 and a.kind = 'expired' and a.balance <>
         (select coalesce(sum(l.expired), 0) from lot l where l.organization_id = a.organization_id)",
    },
    Check {
        rule: Rule::L5,
        says: "lots that are not what their grant brought",
        sql: "select count(*) from lot l where l.organization_id = $1 and not exists (select 1 from ledger_transaction t join posting p
         on p.transaction_id = t.id where t.id = l.grant_id and t.kind = 'grant' and p.amount = l.amount)",
    },
    Check {
        rule: Rule::L5,
        says: "lots that expired though their subscription has not ended",
        sql: "select count(*) from lot l join subscription s on s.id = l.subscription_id
         where l.organization_id = $1 and l.expired > 0 and s.state <> 'ended'",
    },
    Check {
        rule: Rule::L5,
        says: "movements with the outside that are no grant, purchase, adjustment or chargeback",
        sql: "select count(*) from posting p join account a on a.id = p.account_id and a.kind = 'external'
         join ledger_transaction t on t.id = p.transaction_id
         where p.organization_id = $1 and t.kind not in ('grant', 'purchase', 'adjust', 'chargeback')",
    },
    Check {
        rule: Rule::L5,
        says: "orders whose credits are not those of their one purchase, if paid, and of their chargebacks",
        sql: "select count(*) from (select o.id from credit_order o
         left join ledger_transaction t on t.order_id = o.id and t.kind in ('purchase', 'chargeback')
         left join posting p on p.transaction_id = t.id
             and p.account_id in (select id from account where kind = 'pool')
         where o.organization_id = $1 group by o.id, o.quantity, o.taken_back, o.paid_at
         having sum(case when t.kind = 'purchase' then 1 else 0 end) <> case when o.paid_at is null then 0 else 1 end
         or coalesce(sum(case when t.kind = 'purchase' then p.amount else 0 end), 0) <>
             case when o.paid_at is null then 0 else o.quantity end
         or coalesce(sum(case when t.kind = 'chargeback' then p.amount else 0 end), 0) <> -o.taken_back) broken",
    },
    Check {
        rule: Rule::L5,
        says: "purchases and chargebacks without an order",
        sql: "select count(*) from ledger_transaction t where t.organization_id = $1
         and t.kind in ('purchase', 'chargeback') and not exists (select 1 from credit_order o where o.id = t.order_id)",
    },
    Check {
        rule: Rule::L5,
        says: "organizations whose orders or invoices are not numbered from 1 without gaps",
        sql: "select count(*) from price s where s.organization_id = $1 and (s.orders <>
             (select coalesce(max(o.number), 0) from credit_order o where o.organization_id = s.organization_id)
         or s.orders <> (select count(*) from credit_order o where o.organization_id = s.organization_id)
         or s.invoices <> (select coalesce(max(i.number), 0) from invoice i where i.organization_id = s.organization_id)
         or s.invoices <> (select count(*) from invoice i where i.organization_id = s.organization_id))",
    },
    Check {
        rule: Rule::L6,
        says: "organizations whose held credits are not those of pending invitations",
        sql: "select count(*) from account a where a.organization_id = $1 and a.kind = 'held' and a.balance <>
         (select count(*) from invitation i where i.organization_id = a.organization_id and i.state = 'pending')",
    },
    Check {
        rule: Rule::L6,
        says: "invitations whose holds and ends do not match their state",
        sql: "select count(*) from (select i.id from invitation i left join ledger_transaction t on t.invitation_id = i.id
         where i.organization_id = $1 group by i.id, i.state having sum(case when t.kind = 'hold' then 1 else 0 end) -
         sum(case when t.kind in ('release', 'consume_hold') then 1 else 0 end) <>
         case when i.state = 'pending' then 1 else 0 end) broken",
    },
    Check {
        rule: Rule::L7,
        says: "organizations whose consumed credits are not those of registrations not refunded",
        sql: "select count(*) from account a where a.organization_id = $1 and a.kind = 'consumed' and a.balance <>
         (select count(*) from registration r where r.organization_id = a.organization_id and r.consumption_id is not null)",
    },
    Check {
        rule: Rule::L8,
        says: "refunds that are not of a consumption of the same registration",
        sql: "select count(*) from ledger_transaction r where r.organization_id = $1 and r.kind = 'refund' and not exists
         (select 1 from ledger_transaction c where c.id = r.refunds_id and c.kind in ('consume', 'consume_hold')
          and c.registration_id = r.registration_id)",
    },
    Check {
        rule: Rule::L8,
        says: "consumptions that were refunded more than once",
        sql: "select count(*) from (select refunds_id from ledger_transaction where organization_id = $1 and refunds_id is not null
         group by refunds_id having count(*) > 1) broken",
    },
    Check {
        // What an invitation consumed was held before, in its last epoch (the number at the end of the key);
        // a manager who was removed gives way to the course.
        rule: Rule::L8,
        says: "refunds that are not of the consumed amount, or do not go to where the credit came from",
        sql: "select count(*) from ledger_transaction r where r.organization_id = $1 and r.kind = 'refund' and not exists
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
    },
    Check {
        rule: Rule::L9,
        says: "accounts with gaps in their lines",
        sql: "select count(*) from (select account_id from posting where organization_id = $1 group by account_id
         having min(line) <> 1 or max(line) <> count(*)) broken",
    },
    Check {
        rule: Rule::L10,
        says: "keys that two movements carry",
        sql: "select count(*) from (select idempotency_key from ledger_transaction where organization_id = $1
         group by idempotency_key having count(*) > 1) broken",
    },
    Check {
        rule: Rule::L11,
        says: "take-backs that touched held credits",
        sql: "select count(*) from ledger_transaction t join posting p on p.transaction_id = t.id
         join account a on a.id = p.account_id and a.kind = 'held'
         where t.organization_id = $1 and t.kind in ('take_back', 'deallocate')",
    },
    Check {
        rule: Rule::L12,
        says: "movements of which the audit log knows nothing",
        sql: "select count(*) from ledger_transaction t where t.organization_id = $1 and not exists
         (select 1 from audit a where a.organization_id = $1 and a.created_at = t.created_at)",
    },
    Check {
        // Others are named by what they are of: an invitation, an enrollment, a subscription, an order.
        rule: Rule::L12,
        says: "transfers and corrections that no audit row names",
        sql: "select count(*) from ledger_transaction t where t.organization_id = $1
         and t.kind in ('allocate', 'deallocate', 'assign', 'take_back', 'give', 'adjust') and not exists
         (select 1 from audit a where a.organization_id = $1 and a.subject_id = t.id)",
    },
];

/// How much of what a rule counts there is; of L9 the walk along the chain says it.
pub const fn figure(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::L1 | Rule::L10 | Rule::L12 => "select count(*) from ledger_transaction where organization_id = $1",
        Rule::L2 | Rule::L4 => "select count(*) from account where organization_id = $1",
        Rule::L3 => "select count(*) from posting where organization_id = $1",
        Rule::L5 => {
            "select cast(coalesce(-sum(balance), 0) as bigint) from account
             where organization_id = $1 and kind = 'external'"
        }
        Rule::L6 => {
            "select cast(coalesce(sum(balance), 0) as bigint) from account
             where organization_id = $1 and kind = 'held'"
        }
        Rule::L7 => {
            "select cast(coalesce(sum(balance), 0) as bigint) from account
             where organization_id = $1 and kind = 'consumed'"
        }
        Rule::L8 => "select count(*) from ledger_transaction where organization_id = $1 and kind = 'refund'",
        Rule::L9 => return None,
        Rule::L11 => {
            "select count(*) from ledger_transaction
             where organization_id = $1 and kind in ('take_back', 'deallocate')"
        }
    })
}
