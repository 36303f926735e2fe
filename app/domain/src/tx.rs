//! A transaction with its own instant and its own source of ids. Acts take `&Tx`; only `Portal` makes one.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use lectern_contract::{AccountId, Id, OrganizationId};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait,
    ExecResult, IntoActiveModel, QueryResult, QuerySelect, Select, Statement,
    sea_query::{LockType, OnConflict},
};
use uuid::Uuid;

use crate::{
    credits::{
        chain::{self, link::Posted},
        watch::{self, Seen},
    },
    fault::Result,
    hooks::Listener,
    portal::Portal,
    secrets::SecretKey,
};

/// An open transaction. Dropped without [`Tx::commit`] it leaves nothing behind.
#[derive(Debug)]
pub struct Tx {
    inner: DatabaseTransaction,
    portal: Portal,
    now: DateTime<Utc>,
    /// Accounts looked up before, so that one act asks for an account once.
    accounts: Mutex<BTreeMap<String, AccountId>>,
    /// Organizations whose credits are known not to be frozen, so that an act of many movements asks once.
    thawed: Mutex<BTreeSet<OrganizationId>>,
    /// Who wants to be told of events, so that an act of many asks once.
    listeners: Mutex<BTreeMap<OrganizationId, Arc<[Listener]>>>,
    /// Ledger transactions that get their links at the commit, in the order they were posted.
    posted: Mutex<BTreeMap<OrganizationId, Vec<Posted>>>,
    /// Accounts whose free credits changed, as they are now; judged once, at the end.
    seen: Mutex<BTreeMap<AccountId, Seen>>,
}

impl Tx {
    pub(crate) const fn new(inner: DatabaseTransaction, portal: Portal, now: DateTime<Utc>) -> Self {
        Self {
            inner,
            portal,
            now,
            accounts: Mutex::new(BTreeMap::new()),
            thawed: Mutex::new(BTreeSet::new()),
            listeners: Mutex::new(BTreeMap::new()),
            posted: Mutex::new(BTreeMap::new()),
            seen: Mutex::new(BTreeMap::new()),
        }
    }

    /// The one instant at which everything in this transaction happens.
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// A fresh id: a UUID v7 of the transaction's instant.
    pub fn new_id<I: Id>(&self) -> I {
        let chance = self.portal.chance().bytes();
        let millis = u64::try_from(self.now.timestamp_millis()).unwrap_or(0);
        let mut tail = [0; 10];
        tail.copy_from_slice(&chance[..10]);
        uuid::Builder::from_unix_timestamp_millis(millis, &tail)
            .into_uuid()
            .into()
    }

    /// A fresh token of pure chance.
    pub fn new_token(&self) -> String {
        crate::secrets::random(&self.portal.chance().bytes())
    }

    /// The key secret links are derived from.
    pub fn secret(&self) -> &SecretKey {
        self.portal.secret()
    }

    /// The portal this transaction belongs to.
    pub const fn portal(&self) -> &Portal {
        &self.portal
    }

    /// An account looked up before in this transaction.
    pub(crate) fn known_account(&self, memo: &str) -> Option<AccountId> {
        self.accounts.lock().ok()?.get(memo).copied()
    }

    /// Remembers an account for the rest of this transaction.
    pub(crate) fn remember_account(&self, memo: String, id: AccountId) {
        if let Ok(mut accounts) = self.accounts.lock() {
            accounts.insert(memo, id);
        }
    }

    /// Whether this transaction knows that an organization's credits are not frozen.
    pub(crate) fn is_thawed(&self, organization: OrganizationId) -> bool {
        self.thawed.lock().is_ok_and(|thawed| thawed.contains(&organization))
    }

    /// Remembers it for the rest of this transaction.
    pub(crate) fn remember_thawed(&self, organization: OrganizationId) {
        if let Ok(mut thawed) = self.thawed.lock() {
            thawed.insert(organization);
        }
    }

    /// Who is known in this transaction to want to be told of an organization's events.
    pub(crate) fn known_listeners(&self, organization: OrganizationId) -> Option<Arc<[Listener]>> {
        self.listeners.lock().ok()?.get(&organization).cloned()
    }

    /// Remembers them for the rest of this transaction.
    pub(crate) fn remember_listeners(&self, organization: OrganizationId, all: Arc<[Listener]>) {
        if let Ok(mut listeners) = self.listeners.lock() {
            listeners.insert(organization, all);
        }
    }

    /// Remembers a posted ledger transaction until the commit.
    pub(crate) fn note_posted(&self, organization: OrganizationId, posted: Posted) {
        let mut all = self.posted.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(organization).or_default().push(posted);
    }

    /// What was posted and is not linked yet.
    pub(crate) fn take_posted(&self) -> BTreeMap<OrganizationId, Vec<Posted>> {
        std::mem::take(&mut *self.posted.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Remembers how an account is after a change of its free credits. Its row is locked until the end.
    pub(crate) fn remember_seen(&self, account: AccountId, now: Seen) {
        if let Ok(mut seen) = self.seen.lock() {
            seen.insert(account, now);
        }
    }

    /// The free credits of an account that changed, as they are now; none of one that did not.
    pub(crate) fn free_now(&self, account: AccountId) -> Option<i64> {
        self.seen.lock().ok()?.get(&account).map(|seen| seen.free)
    }

    /// The accounts that changed, in the order of their ids.
    pub(crate) fn take_seen(&self) -> BTreeMap<AccountId, Seen> {
        self.seen
            .lock()
            .map(|mut seen| std::mem::take(&mut *seen))
            .unwrap_or_default()
    }

    /// Inserts one row.
    ///
    /// # Errors
    /// The database's own.
    pub async fn insert<A>(&self, row: A) -> Result<()>
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        A::Entity::insert(row).exec_without_returning(self).await?;
        Ok(())
    }

    /// Inserts these rows in one statement; none is fine.
    ///
    /// # Errors
    /// The database's own.
    pub async fn insert_all<A>(&self, rows: impl IntoIterator<Item = A>) -> Result<()>
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        A::Entity::insert_many(rows).exec_without_returning(self).await?;
        Ok(())
    }

    /// Inserts one row unless a unique index forbids it; answers whether it did. A tie between two
    /// transactions is decided by the index: the loser waits and then reads `false`.
    ///
    /// # Errors
    /// The database's own.
    pub async fn insert_unless_taken<A>(&self, row: A) -> Result<bool>
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        let rows = A::Entity::insert(row)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(self)
            .await;
        match rows {
            Ok(rows) => Ok(rows == 1),
            Err(DbErr::RecordNotInserted) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// A select whose rows nobody else changes until this transaction ends. SQLite's one writer is alone anyway.
    ///
    /// Rows are locked in one order, so that no two transactions wait for one another: a course's managers,
    /// the course, request, invitation, registration, user, launch, accounts (see [`crate::credits::ledger::lock`]), and
    /// last, in the commit itself, the end of the chain of ledger transactions.
    pub(crate) fn keep<E: EntityTrait>(&self, select: Select<E>) -> Select<E> {
        self.locked(select, LockType::NoKeyUpdate)
    }

    /// A select whose rows stay as they are until this transaction ends, though others may rely on them, too.
    pub(crate) fn share<E: EntityTrait>(&self, select: Select<E>) -> Select<E> {
        self.locked(select, LockType::Share)
    }

    fn locked<E: EntityTrait>(&self, select: Select<E>, lock: LockType) -> Select<E> {
        if self.get_database_backend() == DbBackend::Postgres {
            select.lock(lock)
        } else {
            select
        }
    }

    /// Makes everything done in this transaction durable and visible. Before that and in this same transaction, who is
    /// to be told of a balance that fell to its threshold is told, and ledger transactions get their links.
    ///
    /// # Errors
    /// The database's own; then nothing happened.
    pub async fn commit(self) -> Result<()> {
        Box::pin(watch::settle(&self)).await?;
        chain::link::link(&self).await?;
        Ok(self.inner.commit().await?)
    }

    /// An id as a database value in hand-written SQL.
    pub fn uuid(id: impl Into<Uuid>) -> sea_orm::Value {
        id.into().into()
    }
}

#[async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.inner.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.inner.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.inner.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.inner.query_all_raw(statement).await
    }
}
