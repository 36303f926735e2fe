//! The statements that change balances and note them, said again: a posting repeats what its account answers now.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement, Value};
use uuid::Uuid;

use crate::common::Try;

/// Where the account stands among the values of a change of balance.
const ACCOUNT: usize = 4;

/// Balance and last line of the accounts that were changed in a transaction.
#[derive(Debug, Default)]
pub struct Balances(HashMap<Uuid, (i64, i64)>);

impl Balances {
    /// Changes a balance, and remembers what it became.
    pub async fn change(&mut self, tx: &DatabaseTransaction, statement: &Statement) -> Try<()> {
        let row = tx.query_one_raw(statement.clone()).await?;
        let row = row.ok_or("an account has no credit left for this measurement")?;
        let values = statement.values.as_ref().map(|values| &values.0);
        if let Some(Value::Uuid(Some(account))) = values.and_then(|values| values.get(ACCOUNT)) {
            let became = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            self.0.insert(*account, became);
        }
        Ok(())
    }
}

/// Postings of one statement.
#[derive(Debug)]
pub struct Postings {
    statement: Statement,
    width: usize,
    /// Where account, line, amount and balance stand in a row.
    places: [usize; 4],
}

impl Postings {
    /// The statement, if it inserts postings.
    pub fn of(statement: &Statement, columns: &[String]) -> Option<Self> {
        if !statement.sql.to_lowercase().starts_with("insert into \"posting\"") {
            return None;
        }
        let at = |name: &str| columns.iter().position(|column| column == name);
        Some(Self {
            statement: statement.clone(),
            width: columns.len(),
            places: [at("account_id")?, at("line")?, at("amount")?, at("balance")?],
        })
    }

    /// Says it: an account's last row has the balance that the account has now, and each before it as much less.
    pub async fn say(&self, tx: &DatabaseTransaction, balances: &Balances) -> Try<()> {
        let mut statement = self.statement.clone();
        let mut left = balances.0.clone();
        let [account, line, amount, balance] = self.places;
        let values = statement.values.as_mut().map(|values| &mut values.0);
        for row in values.ok_or("postings without values")?.chunks_mut(self.width).rev() {
            let (Value::Uuid(Some(id)), Value::BigInt(Some(moved))) = (&row[account], &row[amount]) else {
                return Err("a posting without account or amount".into());
            };
            let (id, moved) = (*id, *moved);
            let (there, last) = left
                .get_mut(&id)
                .ok_or("a posting on an account that was not changed")?;
            row[balance] = (*there).into();
            row[line] = (*last).into();
            (*there, *last) = (*there - moved, *last - 1);
        }
        tx.execute_raw(statement).await?;
        Ok(())
    }
}
