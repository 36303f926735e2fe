//! After the grace: what is left of the plan's credits expires, by name and number.

use lectern_contract::{
    AccountId,
    credits::{AccountKind, TransactionKind},
    plans::SubscriptionState,
};
use lectern_entities::{account, lot, subscription};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::json;

use super::{lots, rounds::store};
use crate::{
    accounts::users,
    actor::Author,
    audit,
    credits::{
        accounts::{self, Which},
        ledger::{self, Movement},
    },
    fault::Result,
    letters,
    tx::Tx,
};

/// Ends a subscription: its unused credits leave the pool first, then the courses, then the managers, as one entry
/// per lot and account: `expire:{lot}` for a lot's first, `expire:{lot}:{account}` where it lies on several.
/// Credits held by invitations, or put aside for a list of them, were spent in time and stay.
pub(super) async fn end(tx: &Tx, author: &Author, mut row: subscription::Model) -> Result<subscription::Model> {
    let was = json!({ "state": row.state });
    row.state = SubscriptionState::Ended;
    row.due_at = None;
    store(tx, &row).await?;
    let expired = accounts::open(tx, row.organization_id, Which::Own(AccountKind::Expired)).await?;
    let mut purses = keep_purses(tx, &row).await?;
    let mut left = to_expire(tx, &row).await?;
    let mut total = 0;
    for lot in lots::of(tx, row.id).await?.into_iter().rev() {
        let of_lot = left.min(lot.amount);
        left -= of_lot;
        total += expire_lot(tx, author, &lot, of_lot, &mut purses, expired).await?;
    }
    let both = (was, json!({ "state": row.state, "expired": total }));
    audit::change(tx, author, "subscription.end", "subscription", row.id, both).await?;
    for admin in users::active_admins(tx, row.organization_id).await? {
        letters::plan_expired(tx, &admin, total).await?;
    }
    Ok(row)
}

/// How many credits would expire if the subscription ended now: what of the plan is not spent, but for what is put
/// aside for lists of invitations. Those spend the plan's first, as everybody does, though they hold them later.
///
/// # Errors
/// The database's own.
pub(super) async fn to_expire(db: &impl ConnectionTrait, row: &subscription::Model) -> Result<i64> {
    let reserved: Vec<i64> = account::Entity::find()
        .select_only()
        .column(account::Column::Reserved)
        .filter(account::Column::OrganizationId.eq(row.organization_id))
        .filter(account::Column::Reserved.gt(0))
        .into_tuple()
        .all(db)
        .await?;
    Ok((lots::left(db, row).await? - reserved.iter().sum::<i64>()).max(0))
}

/// Where plans' credits may lie, in the order in which accounts lose them.
const KINDS: [AccountKind; 3] = [AccountKind::Pool, AccountKind::Course, AccountKind::Manager];

/// Every account that credits may lie on free, in the order in which they lose them. All are locked, with the one that
/// gets the credits and whatever they hold, in the order of every act; so it does not matter which gives first.
async fn keep_purses(tx: &Tx, row: &subscription::Model) -> Result<Vec<(AccountId, i64)>> {
    let all = account::Entity::find()
        .filter(account::Column::OrganizationId.eq(row.organization_id))
        .filter(account::Column::Kind.is_in(KINDS.into_iter().chain([AccountKind::Expired])))
        .order_by_desc(account::Column::Id);
    let mut known = 0;
    let mut rows = loop {
        let rows = tx.keep(all.clone()).all(tx).await?;
        // Credits may have moved to an account that was made while this waited for another.
        if rows.len() == known {
            break rows;
        }
        known = rows.len();
    };
    rows.retain(|row| KINDS.contains(&row.kind));
    rows.sort_by_key(|row| (KINDS.iter().position(|kind| *kind == row.kind), row.id));
    let free = |row: account::Model| (row.id, row.balance - row.reserved);
    Ok(rows.into_iter().map(free).collect())
}

/// Expires `amount` credits of a lot; answers how many there were to take.
async fn expire_lot(
    tx: &Tx,
    author: &Author,
    lot: &lot::Model,
    amount: i64,
    purses: &mut [(AccountId, i64)],
    expired: AccountId,
) -> Result<i64> {
    let mut taken = 0;
    for (account, free) in purses {
        let part = (amount - taken).min(*free);
        if part <= 0 {
            continue;
        }
        let key = match taken {
            0 => format!("expire:{}", lot.id),
            _ => format!("expire:{}:{account}", lot.id),
        };
        let movement = Movement {
            kind: TransactionKind::Expire,
            key,
            author,
            reason: &format!("Unused credits of the plan’s period {}, after the grace", lot.period),
            from: *account,
            to: expired,
            amount: part,
            course: None,
            invitation: None,
            registration: None,
            refunds: None,
            order: None,
        };
        ledger::post(tx, movement).await?;
        *free -= part;
        taken += part;
    }
    if taken > 0 {
        lot::ActiveModel {
            id: Set(lot.id),
            expired: Set(taken),
            updated_at: Set(tx.now()),
            ..Default::default()
        }
        .update(tx)
        .await?;
    }
    Ok(taken)
}
