//! What a manager gave to others and may take back.
//!
//! *Given* is counted in the ledger itself, so that no second number can disagree with it: the sum of all `give` and
//! `take_back` movements between two managers' accounts. Whatever went back, by whose act ever, is no longer given.
//! *What was not used of it*: credits are alike, so nobody can say which of theirs the receiver used; as much of what
//! is given can be taken back as they have free.

use std::collections::BTreeMap;

use lectern_contract::{
    AccountId, CourseId, Refusal, Role, UserId,
    credits::{AccountKind, TransactionKind},
    people::UserState,
    sharing::Colleague,
};
use lectern_entities::{account, user};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, Statement};

use crate::{
    accounts::users,
    actor::Actor,
    courses::{self, managers},
    credits::{
        accounts::{self, Which},
        ledger,
        transfer::{Transfer, by_hand, shift},
    },
    fault::Result,
    letters,
    once::once,
    tx::Tx,
};

/// Takes back `amount` of the credits that the acting manager gave to another: at most what is still given, and at
/// most what the receiver has free (`spec/credits.md` 9, L11).
///
/// # Errors
/// `NotFound` unless the actor manages the course; `AmountOutOfRange`; `SamePerson`; `NotEnoughCredits` beyond what
/// can be taken back; `KeyReused`.
pub async fn take_back_given(
    tx: &Tx,
    actor: &Actor,
    key: &str,
    course: CourseId,
    from: UserId,
    amount: i64,
) -> Result<()> {
    actor.require(Role::Manager)?;
    accounts::check_amount(amount)?;
    if from == actor.user {
        return Err(Refusal::SamePerson.into());
    }
    let work = take_back_now(tx, actor, key, course, from, amount);
    Box::pin(once(
        tx,
        actor,
        key,
        "credits.take_back_given",
        (course, from, amount),
        work,
    ))
    .await
}

async fn take_back_now(tx: &Tx, actor: &Actor, key: &str, course: CourseId, from: UserId, asked: i64) -> Result<()> {
    let organization = actor.organization;
    managers::keep_active(tx, organization, course, actor.user).await?;
    let receiver = users::find(tx, organization, from).await?;
    let (mine, theirs) = (Which::Manager(course, actor.user), Which::Manager(course, from));
    let nothing = Refusal::NotEnoughCredits { free: 0, asked };
    // An account that never was got nothing; none is made for a person who may not even manage the course.
    let (Some(own), Some(their)) = (
        accounts::find(tx, organization, mine).await?,
        accounts::find(tx, organization, theirs).await?,
    ) else {
        return Err(nothing.into());
    };
    // Both are locked before what is given is summed up, or two at once would both find it.
    ledger::lock(tx, [own, their]).await?;
    let outstanding = given(tx, own).await?.get(&their).copied().unwrap_or(0);
    let free = accounts::balance(tx, organization, theirs).await?;
    let free = outstanding.min(free).max(0);
    if asked > free {
        return Err(Refusal::NotEnoughCredits { free, asked }.into());
    }
    let plan = Transfer {
        kind: TransactionKind::TakeBack,
        act: "credits.take_back_given",
        key: &by_hand(key),
        course,
        from: theirs,
        to: mine,
        amount: asked,
    };
    shift(tx, &actor.author(), plan, "").await?;
    let giver = users::find(tx, organization, actor.user).await?;
    let course = courses::find(tx, organization, course).await?;
    letters::credits_taken_back(tx, &receiver, &giver, &course, asked).await
}

/// What one manager's account gave to others on balance, by the other's account; negative where it got.
async fn given(db: &impl ConnectionTrait, own: AccountId) -> Result<BTreeMap<AccountId, i64>> {
    let place = match db.get_database_backend() {
        DbBackend::Postgres => "$1",
        _ => "?1",
    };
    let sql = format!(
        "select p.counter_account_id, cast(-sum(p.amount) as bigint) from posting p
         join ledger_transaction t on t.id = p.transaction_id
         join account other on other.id = p.counter_account_id and other.kind = '{}'
         where p.account_id = {place} and t.kind in ('{}', '{}') group by p.counter_account_id",
        AccountKind::Manager,
        TransactionKind::Give,
        TransactionKind::TakeBack,
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [Tx::uuid(own)]);
    let rows = db.query_all_raw(statement).await?;
    let pair = |row: &sea_orm::QueryResult| Ok((AccountId(row.try_get_by_index(0)?), row.try_get_by_index(1)?));
    rows.iter().map(pair).collect()
}

/// The other managers of a course, by name, with what can be taken back from each.
///
/// # Errors
/// `NotFound` unless the actor manages the course.
pub async fn colleagues(db: &impl ConnectionTrait, actor: &Actor, course: CourseId) -> Result<Vec<Colleague>> {
    actor.require(Role::Manager)?;
    let organization = actor.organization;
    managers::require_active(db, organization, course, actor.user).await?;
    let own = accounts::find(db, organization, Which::Manager(course, actor.user)).await?;
    let given = match own {
        Some(own) => given(db, own).await?,
        None => BTreeMap::new(),
    };
    let balances: Vec<account::Model> = account::Entity::find()
        .filter(account::Column::CourseId.eq(course))
        .filter(account::Column::Kind.eq(AccountKind::Manager))
        .all(db)
        .await?;
    let people = user::Entity::find()
        .filter(user::Column::OrganizationId.eq(organization))
        .filter(user::Column::Id.in_subquery(managers::active_ids(course)))
        .filter(user::Column::Id.ne(actor.user))
        .order_by_asc(user::Column::Name)
        .all(db)
        .await?;
    let row = |person: user::Model| {
        let account = balances.iter().find(|row| row.user_id == Some(person.id));
        let given = account.and_then(|row| given.get(&row.id)).copied().unwrap_or(0).max(0);
        Colleague {
            user: person.id,
            name: person.name,
            email: person.email,
            suspended: person.state != UserState::Active,
            given,
            returnable: given.min(account.map_or(0, |row| row.balance - row.reserved)),
        }
    };
    Ok(people.into_iter().map(row).collect())
}
