//! Where the credits of invitations come from: a manager's own; for an admin the course's, then the pool's
//! (`spec/credits.md` 2, 7, 11).

use lectern_contract::{AccountId, CourseId, InvitationId, Refusal, Role, credits::AccountKind};
use lectern_entities::{account, invitation};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};

use super::{Held, expire, hold};
use crate::{
    actor::Actor,
    credits::{
        accounts::{self, Which},
        ledger,
    },
    fault::{Error, Result},
    tx::Tx,
};

/// Both accounts and what is free on them. For a manager they are the same, and the second has nothing to give.
#[derive(Clone, Copy, Debug)]
pub(super) struct Purse {
    pub accounts: [AccountId; 2],
    pub free: [i64; 2],
}

impl Purse {
    /// Looks into both accounts; nobody else takes from the first until this transaction ends.
    pub(super) async fn open(tx: &Tx, actor: &Actor, course: CourseId) -> Result<Self> {
        let whiches = whiches(actor, course);
        let first = accounts::keep_balance(tx, actor.organization, whiches[0]).await?;
        let other = match whiches[0] == whiches[1] {
            true => 0,
            false => accounts::balance(tx, actor.organization, whiches[1]).await?,
        };
        Ok(Self {
            accounts: accounts(tx, actor, course).await?,
            free: [first.max(0), other.max(0)],
        })
    }

    /// What is free in all.
    pub(super) const fn free_in_all(&self) -> i64 {
        self.free[0] + self.free[1]
    }

    /// Refuses where fewer credits are free.
    pub(super) fn require(&self, needed: usize) -> Result<()> {
        let asked = i64::try_from(needed).unwrap_or(i64::MAX);
        let free = self.free_in_all();
        if free < asked {
            return Err(Refusal::NotEnoughCredits { free, asked }.into());
        }
        Ok(())
    }

    /// Where the credit of the `place`-th invitation of a form comes from.
    fn source(&self, place: usize) -> AccountId {
        let first = i64::try_from(place).is_ok_and(|place| place < self.free[0]);
        self.accounts[usize::from(!first)]
    }
}

/// Holds a credit for each of these invitations, in their order, once `over` have given theirs back. All of them are in
/// the database already, as if the first account paid for each: accounts are locked after invitations (see
/// [`Tx::keep`]), so only here is it known how far that one reaches. Whoever sends again pays again.
///
/// # Errors
/// `NotEnoughCredits`; `Frozen`.
pub(super) async fn hold_all(
    tx: &Tx,
    actor: &Actor,
    course: CourseId,
    over: &[invitation::Model],
    rows: &mut [invitation::Model],
) -> Result<()> {
    let [first, other] = accounts(tx, actor, course).await?;
    let held = accounts::open(tx, actor.organization, Which::Own(AccountKind::Held)).await?;
    let sources = over.iter().map(|row| row.source_id);
    ledger::lock(tx, sources.chain([first, other, held])).await?;
    expire::give_back(tx, over).await?;
    let purse = Purse::open(tx, actor, course).await?;
    purse.require(rows.len())?;
    for (place, row) in rows.iter_mut().enumerate() {
        row.source_id = purse.source(place);
    }
    let beyond = rows.iter().filter(|row| row.source_id != first).map(|row| row.id);
    pays(tx, other, beyond.collect()).await?;
    let author = actor.author();
    for row in &*rows {
        hold(tx, &author, &Held::from(row)).await?;
    }
    Ok(())
}

/// Notes that this account pays for these invitations.
async fn pays(tx: &Tx, source: AccountId, invitations: Vec<InvitationId>) -> Result<()> {
    if invitations.is_empty() {
        return Ok(());
    }
    invitation::Entity::update_many()
        .col_expr(invitation::Column::SourceId, Expr::value(source))
        .filter(invitation::Column::Id.is_in(invitations))
        .exec(tx)
        .await?;
    Ok(())
}

/// Both accounts, made at their first use.
pub(super) async fn accounts(tx: &Tx, actor: &Actor, course: CourseId) -> Result<[AccountId; 2]> {
    let [first, other] = whiches(actor, course);
    Ok([
        accounts::open(tx, actor.organization, first).await?,
        accounts::open(tx, actor.organization, other).await?,
    ])
}

/// What kind of account an invitation's credit was held from.
pub(super) async fn kind(db: &impl ConnectionTrait, source: AccountId) -> Result<AccountKind> {
    let kind = account::Entity::find_by_id(source)
        .select_only()
        .column(account::Column::Kind)
        .into_tuple()
        .one(db)
        .await?;
    kind.ok_or_else(|| Error::fault("a credit was held from no account"))
}

const fn whiches(actor: &Actor, course: CourseId) -> [Which; 2] {
    match actor.role {
        Role::Manager => [Which::Manager(course, actor.user); 2],
        _ => [Which::Course(course), Which::Own(AccountKind::Pool)],
    }
}
