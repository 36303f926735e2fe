//! The statements that link ledger transactions, said again: each link has to follow on the one before, whoever made it.
//! Its hash is only made up, which costs the database the same; [`relink`] puts the chain in order afterwards.

use lectern_domain::credits::chain::catch_up::catch_up;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement, Value};
use uuid::Uuid;

use crate::{common::Try, place::Place};

/// A statement about the chain.
#[derive(Debug)]
pub enum Chained {
    /// Locks and reads the end.
    Head(Statement),
    /// Inserts links, on PostgreSQL together with the new end.
    Links {
        statement: Statement,
        width: usize,
        /// Where number, previous hash and hash of a link stand.
        places: [usize; 3],
    },
    /// Moves the end.
    Move(Statement),
}

/// The end of the chain as this transaction knows it.
#[derive(Debug, Default)]
pub struct End {
    id: Uuid,
    number: i64,
    hash: String,
}

/// Values after the links: the new number, its hash, the instant, the head's id.
const MOVED: usize = 4;

impl Chained {
    /// The statement, if it is one of these.
    pub fn of(statement: &Statement, columns: &[String]) -> Option<Self> {
        let sql = statement.sql.to_lowercase();
        if sql.starts_with("select") && sql.contains("from \"ledger_head\"") {
            return Some(Self::Head(statement.clone()));
        }
        if sql.starts_with("update ledger_head") {
            return Some(Self::Move(statement.clone()));
        }
        let at = |name: &str| columns.iter().position(|column| column == name);
        let places = [at("number")?, at("previous")?, at("hash")?];
        Some(Self::Links {
            statement: statement.clone(),
            width: columns.len(),
            places,
        })
    }

    /// Says it about the chain as it is now.
    pub async fn say(&self, tx: &DatabaseTransaction, end: &mut End) -> Try<()> {
        match self {
            Self::Head(statement) => {
                let row = tx.query_one_raw(statement.clone()).await?;
                let row = row.ok_or("an organization has no chain")?;
                *end = End {
                    id: row.try_get("", "id")?,
                    number: row.try_get("", "number")?,
                    hash: row.try_get("", "hash")?,
                };
            }
            Self::Links {
                statement,
                width,
                places,
            } => {
                let mut statement = statement.clone();
                let values = statement.values.as_mut().map(|values| &mut values.0);
                let values = values.ok_or("links without values")?;
                let moves = values.len() % width == MOVED;
                let links = values.len() - if moves { MOVED } else { 0 };
                for link in values[..links].chunks_mut(*width) {
                    end.follow(link, *places);
                }
                if moves {
                    end.moved(&mut values[links..]);
                }
                tx.execute_raw(statement).await?;
            }
            Self::Move(statement) => {
                let mut statement = statement.clone();
                if let Some(values) = &mut statement.values {
                    end.moved(&mut values.0);
                }
                tx.execute_raw(statement).await?;
            }
        }
        Ok(())
    }
}

impl End {
    fn follow(&mut self, link: &mut [Value], [number, previous, hash]: [usize; 3]) {
        self.number += 1;
        link[number] = self.number.into();
        link[previous] = self.hash.clone().into();
        self.hash = format!("{:064x}", self.number);
        link[hash] = self.hash.clone().into();
    }

    fn moved(&self, values: &mut [Value]) {
        values[0] = self.number.into();
        values[1] = self.hash.clone().into();
        values[3] = self.id.into();
    }
}

/// Links every ledger transaction anew. Links are never changed, so what guards them stands aside meanwhile.
pub async fn relink(place: &Place) -> Try<()> {
    let db = place.writer();
    let (off, on) = match db.get_database_backend() {
        DbBackend::Postgres => (
            "alter table ledger_link disable trigger all",
            "alter table ledger_link enable trigger all",
        ),
        _ => (
            "drop trigger ledger_link_no_delete",
            "create trigger ledger_link_no_delete before delete on ledger_link
             begin select raise(abort, 'rows of ledger_link are never changed'); end",
        ),
    };
    for sql in [
        off,
        "delete from ledger_link",
        on,
        "update ledger_head set number = 0, behind = true,
         hash = '0000000000000000000000000000000000000000000000000000000000000000'",
    ] {
        db.execute_unprepared(sql).await?;
    }
    catch_up(&place.portal).await?;
    Ok(())
}

/// Links what was written past the portal.
pub async fn link(place: &Place) -> Try<()> {
    let sql = "update ledger_head set behind = true";
    place.writer().execute_unprepared(sql).await?;
    catch_up(&place.portal).await?;
    Ok(())
}
