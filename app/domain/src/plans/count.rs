//! Counts what is left of a plan's credits: every movement since its beginning, read once in the order in which they
//! were posted. [`super::lots`] says what is spent first.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    TransactionId,
    credits::{AccountKind, TransactionKind},
};
use lectern_entities::{account, ledger_link, ledger_transaction, posting, subscription};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect};

use crate::fault::Result;

/// A movement may be dated this long before another that it was posted after: its act began earlier and waited.
const WAITED: TimeDelta = TimeDelta::hours(1);

/// A movement as the count needs it.
#[derive(Clone, Debug, sea_orm::FromQueryResult)]
pub(super) struct Line {
    id: TransactionId,
    kind: TransactionKind,
    idempotency_key: String,
    refunds_id: Option<TransactionId>,
    created_at: DateTime<Utc>,
    /// Its place in the chain, and when it got that; none before its act commits.
    number: Option<i64>,
    linked_at: Option<DateTime<Utc>>,
    amount: i64,
    arrives: AccountKind,
}

impl Line {
    /// Its place in the order in which credits moved.
    ///
    /// The chain numbers movements as they were posted, those of one act as well, which share its instant: a hand-over
    /// releases before it holds anew. Two kinds have no such number: what was there before the chain was linked by its
    /// ids, which say nothing within an instant, and comes first; what an act posted that has not committed yet comes
    /// last. Among those the instant decides, and within it [`Line::rank`].
    fn place(&self) -> (i64, DateTime<Utc>, u8, TransactionId) {
        let number = match (self.number, self.linked_at) {
            (Some(number), Some(at)) if at == self.created_at => number,
            (Some(_), _) => 0,
            (None, _) => i64::MAX,
        };
        (number, self.created_at, self.rank(), self.id)
    }

    /// Of one instant: what comes in, then what comes back, then what is spent. That is the order of every act that
    /// does both; and where it were not, fewer credits would count as the plan's, so that none expires that was bought.
    const fn rank(&self) -> u8 {
        match self.kind {
            TransactionKind::Grant => 0,
            TransactionKind::Release | TransactionKind::Refund => 1,
            TransactionKind::ConsumeHold => 3,
            _ => 2,
        }
    }

    /// What a hold and its end have in common: the invitation and the time of being pending.
    fn hold(&self) -> &str {
        self.idempotency_key.split_once(':').map_or("", |(_, rest)| rest)
    }
}

/// The movements of a subscription's organization since its beginning.
///
/// # Errors
/// The database's own.
pub(super) async fn lines(db: &impl ConnectionTrait, row: &subscription::Model) -> Result<Vec<Line>> {
    use ledger_transaction::Column;
    let kinds = [
        TransactionKind::Grant,
        TransactionKind::Hold,
        TransactionKind::Release,
        TransactionKind::ConsumeHold,
        TransactionKind::Consume,
        TransactionKind::Refund,
        TransactionKind::Adjust,
    ];
    let to_posting = ledger_transaction::Entity::belongs_to(posting::Entity)
        .from(Column::Id)
        .to(posting::Column::TransactionId);
    let to_account = posting::Entity::belongs_to(account::Entity)
        .from(posting::Column::AccountId)
        .to(account::Column::Id);
    let to_link = ledger_transaction::Entity::belongs_to(ledger_link::Entity)
        .from(Column::Id)
        .to(ledger_link::Column::TransactionId);
    Ok(ledger_transaction::Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Kind,
            Column::IdempotencyKey,
            Column::RefundsId,
            Column::CreatedAt,
        ])
        .column_as(posting::Column::Amount, "amount")
        .column_as(account::Column::Kind, "arrives")
        .column_as(ledger_link::Column::Number, "number")
        .column_as(ledger_link::Column::CreatedAt, "linked_at")
        .join(JoinType::InnerJoin, to_posting.into())
        .join(JoinType::InnerJoin, to_account.into())
        .join(JoinType::LeftJoin, to_link.into())
        .filter(Column::OrganizationId.eq(row.organization_id))
        // What was spent before the first grant was not the plan's: reading too much of it changes nothing.
        .filter(Column::CreatedAt.gte(row.created_at - WAITED))
        .filter(Column::Kind.is_in(kinds))
        .filter(posting::Column::Amount.gt(0))
        .into_model::<Line>()
        .all(db)
        .await?)
}

/// The count so far.
#[derive(Debug, Default)]
pub(super) struct Count {
    grants: BTreeSet<TransactionId>,
    left: i64,
    /// Open holds, by [`Line::hold`], and whether the plan pays.
    held: BTreeMap<String, bool>,
    /// Consumptions the plan paid.
    paid: BTreeSet<TransactionId>,
}

impl Count {
    /// What is left of these grants after these movements, in whatever order they are given.
    pub(super) fn of(grants: BTreeSet<TransactionId>, mut lines: Vec<Line>) -> i64 {
        let mut count = Self {
            grants,
            ..Self::default()
        };
        lines.sort_by_key(Line::place);
        for line in &lines {
            count.read(line);
        }
        count.left
    }

    fn read(&mut self, line: &Line) {
        match line.kind {
            TransactionKind::Grant if self.grants.contains(&line.id) => self.left += line.amount,
            TransactionKind::Hold => {
                let plan = self.spend(1);
                self.held.insert(line.hold().to_owned(), plan);
            }
            TransactionKind::Release => self.left += i64::from(self.held.remove(line.hold()) == Some(true)),
            TransactionKind::ConsumeHold | TransactionKind::Consume => self.consume(line),
            TransactionKind::Refund => {
                self.left += i64::from(line.refunds_id.is_some_and(|id| self.paid.remove(&id)));
            }
            TransactionKind::Adjust if line.arrives == AccountKind::External => {
                self.spend(line.amount);
            }
            _ => {}
        }
    }

    /// A consumption, and whether the plan pays it: at once, or as it held.
    fn consume(&mut self, line: &Line) {
        let plan = if line.kind == TransactionKind::Consume {
            self.spend(1)
        } else {
            self.accept(line.hold())
        };
        if plan {
            self.paid.insert(line.id);
        }
    }

    /// Spends credits, the plan's first; whether the plan paid any.
    fn spend(&mut self, amount: i64) -> bool {
        let plan = self.left > 0;
        self.left = (self.left - amount).max(0);
        plan
    }

    /// An invitation's open hold becomes a consumption; whether the plan pays it.
    fn accept(&mut self, invitation: &str) -> bool {
        let open = self.held.range(format!("{invitation}:")..).next();
        let open = open
            .filter(|(hold, _)| hold.starts_with(invitation))
            .map(|(hold, _)| hold.clone());
        open.and_then(|hold| self.held.remove(&hold)).unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A movement of one instant; `number` is its place in the chain, `later` how much later it got that, in minutes.
    fn line(kind: TransactionKind, key: &str, number: Option<i64>, later: i64) -> Line {
        let instant = DateTime::from_timestamp(1_772_442_000, 0).expect("an instant");
        Line {
            // Ids of one instant end in chance: here against the order of the acts.
            id: TransactionId(uuid::Uuid::from_u128(match kind {
                TransactionKind::Grant => 9,
                TransactionKind::Release => 5,
                _ => 1,
            })),
            kind,
            idempotency_key: key.into(),
            refunds_id: None,
            created_at: instant,
            number,
            linked_at: number.map(|_| instant + TimeDelta::minutes(later)),
            amount: 1,
            arrives: AccountKind::Held,
        }
    }

    fn left(lines: Vec<Line>) -> i64 {
        Count::of([TransactionId(uuid::Uuid::from_u128(9))].into(), lines)
    }

    /// One credit of the plan, held; then an act releases it and holds it anew, as a hand-over does.
    fn handed_over(number: impl Fn(i64) -> Option<i64>, later: i64) -> Vec<Line> {
        vec![
            line(TransactionKind::Hold, "hold:a:2", number(4), later),
            line(TransactionKind::Release, "release:a:1", number(3), later),
            line(TransactionKind::Hold, "hold:a:1", Some(2), 0),
            line(TransactionKind::Grant, "grant:s:1", Some(1), 0),
        ]
    }

    #[test]
    fn what_an_act_releases_is_there_when_it_spends() {
        assert_eq!(left(handed_over(Some, 0)), 0, "by the chain's numbers");
        assert_eq!(left(handed_over(|_| None, 0)), 0, "before the act commits");
    }

    #[test]
    fn the_chain_decides_between_acts_of_one_instant() {
        let spent_first = vec![
            line(TransactionKind::Hold, "hold:b:1", Some(3), 0),
            line(TransactionKind::Release, "release:a:1", Some(4), 0),
            line(TransactionKind::Hold, "hold:a:1", Some(2), 0),
            line(TransactionKind::Grant, "grant:s:1", Some(1), 0),
        ];
        assert_eq!(left(spent_first), 1, "the second hold found none of the plan's");
    }

    #[test]
    fn links_made_later_say_nothing_within_an_instant() {
        let old = vec![
            // Linked by ids: the hold got the lower number, though it was posted after the release.
            line(TransactionKind::Hold, "hold:a:2", Some(1), 5),
            line(TransactionKind::Release, "release:a:1", Some(2), 5),
        ];
        let mut before = vec![
            line(TransactionKind::Grant, "grant:s:1", Some(3), 5),
            line(TransactionKind::Hold, "hold:a:1", Some(4), 5),
        ];
        for one in &mut before {
            one.created_at -= TimeDelta::minutes(1);
        }
        assert_eq!(left(before.into_iter().chain(old).collect()), 0);
    }
}
