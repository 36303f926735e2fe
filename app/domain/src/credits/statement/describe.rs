//! Postings in words: counter-party, actor, reason, and the thing a line is about.

use std::collections::BTreeMap;

use lectern_contract::{
    AccountId, CourseId, UserId,
    credits::{AccountKind, StatementLine, StatementLink},
};
use lectern_entities::{account, course, credit_order, invitation, ledger_transaction, posting, registration};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{fault::Result, invitations::log::names};

/// Postings with what they are about, in their order.
pub(in crate::credits) async fn describe(
    db: &impl ConnectionTrait,
    postings: Vec<posting::Model>,
) -> Result<Vec<StatementLine>> {
    let transactions = ledger_transaction::Entity::find()
        .filter(ledger_transaction::Column::Id.is_in(postings.iter().map(|line| line.transaction_id)))
        .all(db)
        .await?;
    let transactions: BTreeMap<_, _> = transactions.into_iter().map(|row| (row.id, row)).collect();
    let counters = account::Entity::find()
        .filter(account::Column::Id.is_in(postings.iter().map(|line| line.counter_account_id)))
        .all(db)
        .await?;
    let labels = labels(db, &counters).await?;
    let actors = names(db, transactions.values().filter_map(|row| row.actor_id)).await?;
    let things = Things::of(db, transactions.values()).await?;
    let line = |posting: posting::Model| {
        let transaction = transactions.get(&posting.transaction_id)?;
        let (link, about) = things.describe(transaction);
        Some(StatementLine {
            number: posting.line,
            transaction: transaction.id,
            at: posting.created_at,
            kind: transaction.kind,
            counter: posting.counter_account_id,
            counter_party: labels.get(&posting.counter_account_id).cloned().unwrap_or_default(),
            actor: transaction.actor_id.and_then(|id| actors.get(&id).cloned()),
            role: transaction.role,
            reason: transaction.reason.clone(),
            amount: posting.amount,
            balance: posting.balance,
            link,
            about,
        })
    };
    Ok(postings.into_iter().filter_map(line).collect())
}

/// Accounts in words.
///
/// # Errors
/// The database's own.
pub(crate) async fn labels(
    db: &impl ConnectionTrait,
    accounts: &[account::Model],
) -> Result<BTreeMap<AccountId, String>> {
    let titles: Vec<(CourseId, String)> = course::Entity::find()
        .select_only()
        .columns([course::Column::Id, course::Column::Title])
        .filter(course::Column::Id.is_in(accounts.iter().filter_map(|row| row.course_id)))
        .into_tuple()
        .all(db)
        .await?;
    let titles: BTreeMap<_, _> = titles.into_iter().collect();
    let people = names(db, accounts.iter().filter_map(|row| row.user_id)).await?;
    let title = |row: &account::Model| {
        row.course_id
            .and_then(|id| titles.get(&id).cloned())
            .unwrap_or_default()
    };
    let label = |row: &account::Model| match row.kind {
        AccountKind::Course => title(row),
        AccountKind::Manager => {
            let name = row.user_id.and_then(|id| people.get(&id).cloned()).unwrap_or_default();
            format!("{name} on {}", title(row))
        }
        kind => kind.label().to_owned(),
    };
    Ok(accounts.iter().map(|row| (row.id, label(row))).collect())
}

/// A learner with their name, and who watches them on the course.
type Watched = (UserId, String, Option<UserId>);

/// The invitations, registrations and orders that lines are about.
struct Things {
    ordered: BTreeMap<lectern_contract::OrderId, i64>,
    invited: BTreeMap<lectern_contract::InvitationId, String>,
    registered: BTreeMap<lectern_contract::RegistrationId, Watched>,
}

impl Things {
    async fn of<'a>(
        db: &impl ConnectionTrait,
        transactions: impl Iterator<Item = &'a ledger_transaction::Model> + Clone,
    ) -> Result<Self> {
        let invited: Vec<(lectern_contract::InvitationId, String)> = invitation::Entity::find()
            .select_only()
            .columns([invitation::Column::Id, invitation::Column::Email])
            .filter(invitation::Column::Id.is_in(transactions.clone().filter_map(|row| row.invitation_id)))
            .into_tuple()
            .all(db)
            .await?;
        let ordered: Vec<(lectern_contract::OrderId, i64)> = credit_order::Entity::find()
            .select_only()
            .columns([credit_order::Column::Id, credit_order::Column::Number])
            .filter(credit_order::Column::Id.is_in(transactions.clone().filter_map(|row| row.order_id)))
            .into_tuple()
            .all(db)
            .await?;
        let registrations: Vec<(lectern_contract::RegistrationId, UserId, Option<UserId>)> =
            registration::Entity::find()
                .select_only()
                .columns([
                    registration::Column::Id,
                    registration::Column::UserId,
                    registration::Column::ManagerId,
                ])
                .filter(registration::Column::Id.is_in(transactions.filter_map(|row| row.registration_id)))
                .into_tuple()
                .all(db)
                .await?;
        let people = names(db, registrations.iter().map(|(_, user, _)| *user)).await?;
        let watched = |user: UserId, manager| (user, people.get(&user).cloned().unwrap_or_default(), manager);
        Ok(Self {
            ordered: ordered.into_iter().collect(),
            invited: invited.into_iter().collect(),
            registered: registrations
                .into_iter()
                .map(|(id, user, manager)| (id, watched(user, manager)))
                .collect(),
        })
    }

    fn describe(&self, transaction: &ledger_transaction::Model) -> (Option<StatementLink>, String) {
        if let Some((id, (user, name, manager))) = transaction
            .registration_id
            .and_then(|id| Some((id, self.registered.get(&id)?)))
        {
            return (Some(StatementLink::Registration(id, *user, *manager)), name.clone());
        }
        if let Some((id, number)) = transaction.order_id.and_then(|id| Some((id, self.ordered.get(&id)?))) {
            return (Some(StatementLink::Order(id)), format!("Order {number}"));
        }
        match (transaction.invitation_id, transaction.course_id) {
            (Some(id), Some(course)) => (
                Some(StatementLink::Invitation(id, course)),
                self.invited.get(&id).cloned().unwrap_or_default(),
            ),
            _ => (None, String::new()),
        }
    }
}
