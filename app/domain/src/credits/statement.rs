//! An account's statement, as a bank would print it: running balance, counter-party, actor, reason, thing.

use std::collections::BTreeMap;

use lectern_contract::{
    AccountId, CourseId, Refusal, Role, UserId,
    credits::{AccountKind, StatementHead, StatementLine, StatementLink},
    limits,
    paging::Page,
};
use lectern_entities::{account, course, credit_order, invitation, ledger_transaction, posting, registration};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    actor::Actor,
    courses::managers,
    credits::accounts::{Which, find},
    fault::Result,
    invitations::log::names,
};

/// The account, if the actor may see it: an admin every one, a manager their own on courses they manage.
///
/// # Errors
/// `NotFound`.
pub(super) async fn visible(db: &impl ConnectionTrait, actor: &Actor, id: AccountId) -> Result<account::Model> {
    let row = account::Entity::find_by_id(id)
        .filter(account::Column::OrganizationId.eq(actor.organization))
        .one(db)
        .await?
        .ok_or(Refusal::NotFound)?;
    match (actor.role, row.course_id) {
        (Role::Admin, _) => Ok(row),
        (Role::Manager, Some(course)) if row.user_id == Some(actor.user) => {
            managers::require_active(db, actor.organization, course, actor.user).await?;
            Ok(row)
        }
        _ => Err(Refusal::NotFound.into()),
    }
}

/// The head of an account's statement.
///
/// # Errors
/// `NotFound` unless the actor may see it.
pub async fn head(db: &impl ConnectionTrait, actor: &Actor, id: AccountId) -> Result<StatementHead> {
    let row = visible(db, actor, id).await?;
    let name = labels(db, std::slice::from_ref(&row))
        .await?
        .remove(&id)
        .unwrap_or_default();
    Ok(StatementHead {
        account: id,
        kind: row.kind,
        name,
        course: row.course_id,
        balance: row.balance,
    })
}

/// The acting manager's account on a course; none before its first credit.
///
/// # Errors
/// `NotFound` unless they manage it.
pub async fn my_account(db: &impl ConnectionTrait, actor: &Actor, course: CourseId) -> Result<Option<AccountId>> {
    actor.require(Role::Manager)?;
    managers::require_active(db, actor.organization, course, actor.user).await?;
    find(db, actor.organization, Which::Manager(course, actor.user)).await
}

/// A page of an account's lines, newest first. Lines are numbered without gaps, so a page far back costs what
/// the first costs.
///
/// # Errors
/// `NotFound` unless the actor may see it.
pub async fn lines(db: &impl ConnectionTrait, actor: &Actor, id: AccountId, page: u64) -> Result<Page<StatementLine>> {
    let row = visible(db, actor, id).await?;
    let number = page.max(1);
    let per_page = i64::try_from(limits::PAGE).unwrap_or(i64::MAX);
    let newest = row.lines - per_page.saturating_mul(i64::try_from(number - 1).unwrap_or(i64::MAX));
    let postings = posting::Entity::find()
        .filter(posting::Column::AccountId.eq(id))
        .filter(posting::Column::Line.lte(newest))
        .filter(posting::Column::Line.gt(newest - per_page))
        .order_by_desc(posting::Column::Line)
        .limit(limits::PAGE)
        .all(db)
        .await?;
    let rows = describe(db, postings).await?;
    Ok(Page {
        rows,
        total: row.lines.unsigned_abs(),
        number,
    })
}

pub(super) async fn describe(db: &impl ConnectionTrait, postings: Vec<posting::Model>) -> Result<Vec<StatementLine>> {
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
            transaction: transaction.id,
            at: posting.created_at,
            kind: transaction.kind,
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

/// The invitations, registrations and orders that lines are about.
struct Things {
    ordered: BTreeMap<lectern_contract::OrderId, i64>,
    invited: BTreeMap<lectern_contract::InvitationId, String>,
    registered: BTreeMap<lectern_contract::RegistrationId, (UserId, String)>,
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
        let registrations: Vec<(lectern_contract::RegistrationId, UserId)> = registration::Entity::find()
            .select_only()
            .columns([registration::Column::Id, registration::Column::UserId])
            .filter(registration::Column::Id.is_in(transactions.filter_map(|row| row.registration_id)))
            .into_tuple()
            .all(db)
            .await?;
        let people = names(db, registrations.iter().map(|(_, user)| *user)).await?;
        let named = |user: UserId| (user, people.get(&user).cloned().unwrap_or_default());
        Ok(Self {
            ordered: ordered.into_iter().collect(),
            invited: invited.into_iter().collect(),
            registered: registrations.into_iter().map(|(id, user)| (id, named(user))).collect(),
        })
    }

    fn describe(&self, transaction: &ledger_transaction::Model) -> (Option<StatementLink>, String) {
        if let Some((id, (user, name))) = transaction
            .registration_id
            .and_then(|id| Some((id, self.registered.get(&id)?)))
        {
            return (Some(StatementLink::Registration(id, *user)), name.clone());
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
