//! What an act says to the database, written down and said again: the limit of an act is measured with the very
//! statements the domain runs today, not with a copy of them that grows old.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use lectern_domain::database::Databases;
use sea_orm::{ConnectionTrait, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value as V};
use uuid::Uuid;

use crate::{
    chained::{Chained, End},
    common::Try,
    postings::{Balances, Postings},
};

/// One statement, and whether it went to the writer's side (an act's transaction) or to the readers'.
#[derive(Clone, Debug)]
pub struct Step {
    pub writes: bool,
    pub statement: Statement,
}

/// Listens to a portal's connections.
#[derive(Clone, Debug, Default)]
pub struct Recorder {
    on: Arc<AtomicBool>,
    steps: Arc<Mutex<Vec<Step>>>,
}

impl Recorder {
    /// Listens to these from now on.
    pub fn watch(&self, databases: &mut Databases) {
        for (connection, writes) in [(&mut databases.reader, false), (&mut databases.writer, true)] {
            let recorder = self.clone();
            connection.set_metric_callback(move |info| {
                if recorder.on.load(Ordering::Relaxed) {
                    let statement = info.statement.clone();
                    recorder.steps().push(Step { writes, statement });
                }
            });
        }
    }

    /// Does something and answers what it said, in order.
    pub async fn during<T>(&self, what: impl Future<Output = Try<T>>) -> Try<(T, Vec<Step>)> {
        self.steps().clear();
        self.on.store(true, Ordering::Relaxed);
        let done = what.await;
        self.on.store(false, Ordering::Relaxed);
        let steps = std::mem::take(&mut *self.steps());
        Ok((done?, steps))
    }

    fn steps(&self) -> std::sync::MutexGuard<'_, Vec<Step>> {
        self.steps.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How one act's statements become another's: who and what it is about. Rows it makes get ids of their own.
#[derive(Clone, Debug, Default)]
pub struct Swap {
    pub ids: HashMap<Uuid, Uuid>,
    /// Texts, or parts of texts.
    pub words: Vec<(String, String)>,
}

/// Columns whose texts no two rows share.
const UNIQUE: [&str; 3] = ["token_hash", "message_id", "idempotency_key"];

/// An act's statements, ready to be run.
#[derive(Debug)]
pub struct Plan {
    reads: Vec<Statement>,
    writes: Vec<Say>,
}

#[derive(Debug)]
enum Say {
    Execute(Statement),
    Query(Statement),
    /// Answers the balance and line that the account's last posting repeats.
    Balance(Statement),
    /// Postings, which repeat what the accounts answered.
    Postings(Postings),
    /// What the end of the chain of ledger transactions has to do with.
    Chain(Chained),
}

impl Plan {
    /// The statements of `steps`, about something else.
    pub fn new(steps: &[Step], mut swap: Swap) -> Self {
        let mut texts = HashMap::new();
        let mut plan = Self {
            reads: Vec::new(),
            writes: Vec::new(),
        };
        // All ids first: a row may be named before it is made.
        for step in steps {
            swap.renew_ids(&columns(&step.statement.sql), &step.statement);
        }
        for step in steps {
            let mut statement = step.statement.clone();
            let columns = columns(&statement.sql);
            swap.renew_texts(&columns, &statement, &mut texts);
            for value in statement.values.iter_mut().flat_map(|values| &mut values.0) {
                swap.put(value, &texts);
            }
            if step.writes {
                plan.writes.push(Say::of(statement, &columns));
            } else {
                plan.reads.push(statement);
            }
        }
        plan
    }

    /// Runs it: reads, then one transaction.
    pub async fn run(&self, databases: &Databases) -> Try<()> {
        for statement in &self.reads {
            databases.reader.query_all_raw(statement.clone()).await?;
        }
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = databases.writer.begin_with_options(options).await?;
        let mut balances = Balances::default();
        let mut end = End::default();
        for say in &self.writes {
            match say {
                Say::Execute(statement) => {
                    tx.execute_raw(statement.clone()).await?;
                }
                Say::Query(statement) => drop(tx.query_all_raw(statement.clone()).await?),
                Say::Balance(statement) => balances.change(&tx, statement).await?,
                Say::Postings(postings) => postings.say(&tx, &balances).await?,
                Say::Chain(chained) => chained.say(&tx, &mut end).await?,
            }
        }
        Ok(tx.commit().await?)
    }
}

impl Say {
    fn of(statement: Statement, columns: &[String]) -> Self {
        let sql = statement.sql.to_lowercase();
        if sql.starts_with("update account set balance") {
            return Self::Balance(statement);
        }
        if let Some(postings) = Postings::of(&statement, columns) {
            return Self::Postings(postings);
        }
        if let Some(chained) = Chained::of(&statement, columns) {
            return Self::Chain(chained);
        }
        if sql.starts_with("select") || sql.contains(" returning ") {
            return Self::Query(statement);
        }
        Self::Execute(statement)
    }
}

impl Swap {
    /// A row that is made gets an id of its own.
    fn renew_ids(&mut self, columns: &[String], statement: &Statement) {
        let values = statement.values.iter().flat_map(|values| &values.0);
        for (column, value) in columns.iter().cycle().zip(values) {
            if let V::Uuid(Some(id)) = value
                && column == "id"
            {
                self.ids.entry(*id).or_insert_with(fresh);
            }
        }
    }

    /// It gets texts of its own where no two rows share them.
    fn renew_texts(&self, columns: &[String], statement: &Statement, texts: &mut HashMap<String, String>) {
        let values = statement.values.iter().flat_map(|values| &values.0);
        for (column, value) in columns.iter().cycle().zip(values) {
            if let V::String(Some(text)) = value
                && UNIQUE.contains(&column.as_str())
            {
                let other = self.text(text);
                let is_same = other == *text;
                let other = if is_same {
                    format!("{text}~{}", fresh().simple())
                } else {
                    other
                };
                texts.insert(text.clone(), other);
            }
        }
    }

    fn put(&self, value: &mut V, texts: &HashMap<String, String>) {
        match value {
            V::Uuid(Some(id)) => *id = self.ids.get(id).copied().unwrap_or(*id),
            V::String(Some(text)) => *text = texts.get(text).cloned().unwrap_or_else(|| self.text(text)),
            _ => {}
        }
    }

    /// A text about something else: words and ids in it are changed.
    fn text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (word, other) in &self.words {
            if text.contains(word.as_str()) {
                text = text.replace(word.as_str(), other);
            }
        }
        let mut at = 0;
        while let Some(piece) = text.get(at..at + 36) {
            let id = (piece.as_bytes()[8] == b'-')
                .then(|| Uuid::try_parse(piece).ok())
                .flatten();
            match id.and_then(|id| self.ids.get(&id)) {
                Some(other) => {
                    text.replace_range(at..at + 36, &other.to_string());
                    at += 36;
                }
                None => at += 1,
            }
            while !text.is_char_boundary(at) {
                at += 1;
            }
        }
        text
    }
}

/// The columns of an INSERT, also of one inside of another statement, in the order of its values; empty for everything else.
fn columns(sql: &str) -> Vec<String> {
    let Some(at) = sql.find("INSERT INTO") else {
        return Vec::new();
    };
    let list = sql[at..].split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    list.map_or_else(Vec::new, |(list, _)| {
        list.split(',')
            .map(|name| name.trim().trim_matches('"').to_owned())
            .collect()
    })
}

/// An id no other row has, younger than all that were filled in.
fn fresh() -> Uuid {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u128(0xff00_0000 << 96 | u128::from(COUNT.fetch_add(1, Ordering::Relaxed)))
}
