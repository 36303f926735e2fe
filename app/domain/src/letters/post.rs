//! The post office's side of the outbox: take what is due, send it, say what became of it.

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{
    LetterId,
    letters::{LetterState, LinkPurpose},
};
use lectern_entities::letter;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockBehavior, LockType},
};

use super::{batch, outdated, paper::LINK};
use crate::{bounces, fault::Result, portal::Portal, tx::Tx};

/// A letter being sent belongs to its sender this long; after that another may try.
const LEASE: TimeDelta = TimeDelta::minutes(10);
/// Tries before a letter counts as failed: 1, 2, 4, … minutes apart, about a day in all.
const TRIES: i32 = 11;
/// Characters kept of what a mail server said.
const ERROR: usize = 300;

/// A letter ready for the wire.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The letter.
    pub id: LetterId,
    /// Who gets it; exactly one.
    pub to: String,
    /// Its subject, one line.
    pub subject: String,
    /// The plain text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// Unique and stable over tries, so that a second copy can be recognized.
    pub message_id: String,
    /// How often it was tried before.
    pub tries: i32,
    /// Until when it belongs to who took it.
    pub lease: DateTime<Utc>,
}

/// What is to be expected of a letter that did not leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setback {
    /// It may leave later.
    ForNow,
    /// It never will.
    ForGood,
    /// It never will, because there is no such address.
    NoSuchAddress,
}

/// Takes up to `most` letters that are due. They are leased, so that two processes never send one letter at
/// once; a crash gives them back. Those of invitations that are over or were sent again have failed instead.
///
/// # Errors
/// The database's own.
pub async fn take_due(portal: &Portal, most: u64) -> Result<Vec<Outgoing>> {
    loop {
        let tx = portal.begin().await?;
        let due = due(&tx, most).await?;
        let nothing_is_due = due.is_empty();
        let mut letters = outdated::weed(&tx, due).await?;
        batch::fill(&tx, &mut letters).await?;
        let lease = tx.now() + LEASE;
        lend(&tx, &letters, lease).await?;
        tx.commit().await?;
        // Where none of these may leave, others that are due may.
        if nothing_is_due || !letters.is_empty() {
            return Ok(letters.iter().map(|letter| outgoing(portal, letter, lease)).collect());
        }
    }
}

/// What is due, while nobody else takes it.
async fn due(tx: &Tx, most: u64) -> Result<Vec<letter::Model>> {
    let due = letter::Entity::find()
        .filter(letter::Column::State.is_in([LetterState::Waiting, LetterState::Sending]))
        .filter(letter::Column::NextAttemptAt.lte(tx.now()))
        .order_by_asc(letter::Column::NextAttemptAt)
        .limit(most);
    let due = match tx.get_database_backend() {
        DbBackend::Postgres => due.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked),
        _ => due,
    };
    Ok(due.all(tx).await?)
}

/// They belong to who takes them until then.
async fn lend(tx: &Tx, letters: &[letter::Model], until: DateTime<Utc>) -> Result<()> {
    letter::Entity::update_many()
        .col_expr(letter::Column::State, Expr::value(LetterState::Sending))
        .col_expr(letter::Column::Attempts, Expr::col(letter::Column::Attempts).add(1))
        .col_expr(letter::Column::NextAttemptAt, Expr::value(until))
        .col_expr(letter::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(letter::Column::Id.is_in(letters.iter().map(|letter| letter.id)))
        .exec(tx)
        .await?;
    Ok(())
}

fn outgoing(portal: &Portal, letter: &letter::Model, lease: DateTime<Utc>) -> Outgoing {
    let link = link(portal, letter).unwrap_or_default();
    Outgoing {
        id: letter.id,
        to: letter.recipient.clone(),
        subject: letter.subject.clone(),
        text: letter.text.replace(LINK, &link),
        html: letter.html.replace(LINK, &link),
        message_id: letter.message_id.clone(),
        tries: letter.attempts,
        lease,
    }
}

/// A letter while it is with who took it: after the lease another may have it, and what became of it is theirs to say.
fn still_with(taken: &Outgoing) -> Condition {
    Condition::all()
        .add(letter::Column::Id.eq(taken.id))
        .add(letter::Column::State.eq(LetterState::Sending))
        .add(letter::Column::Attempts.eq(taken.tries + 1))
        .add(letter::Column::NextAttemptAt.eq(taken.lease))
}

fn link(portal: &Portal, letter: &letter::Model) -> Option<String> {
    let token = portal
        .secret()
        .link(letter.link_purpose?, letter.link_id?, letter.link_number?);
    Some(address(portal, letter.link_purpose?, &token))
}

/// The address a secret link leads to.
pub fn address(portal: &Portal, purpose: LinkPurpose, token: &str) -> String {
    let path = match purpose {
        LinkPurpose::Invitation => "invitation",
        LinkPurpose::PasswordReset => "password",
        LinkPurpose::EmailChange => "email",
    };
    format!("{}/{path}/{token}", portal.settings().base_url)
}

/// Notes that a letter left, where it is still with who took it.
///
/// # Errors
/// The database's own.
pub async fn sent(portal: &Portal, letter: &Outgoing) -> Result<()> {
    let tx = portal.begin().await?;
    letter::Entity::update_many()
        .col_expr(letter::Column::State, Expr::value(LetterState::Sent))
        .col_expr(letter::Column::SentAt, Expr::value(tx.now()))
        .col_expr(letter::Column::NextAttemptAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(letter::Column::Error, Expr::value(None::<String>))
        .col_expr(letter::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(still_with(letter))
        .exec(&tx)
        .await?;
    tx.commit().await
}

/// Notes that a letter did not leave: it waits longer each time, and fails for good when the server says that
/// it never will, or after the last try. Where the server says that there is no such address, the letter counts as
/// come back, too (`spec/credits.md`: a hard bounce). Nothing is noted of a letter that is not with who took it any more.
///
/// # Errors
/// The database's own.
pub async fn not_sent(portal: &Portal, letter: &Outgoing, error: &str, setback: Setback) -> Result<()> {
    let tx = portal.begin().await?;
    let over = setback != Setback::ForNow || letter.tries + 1 >= TRIES;
    let pause = TimeDelta::minutes(1 << letter.tries.clamp(0, 10));
    let (state, next) = if over {
        (LetterState::Failed, None)
    } else {
        (LetterState::Waiting, Some(tx.now() + pause))
    };
    let noted = letter::Entity::update_many()
        .col_expr(letter::Column::State, Expr::value(state))
        .col_expr(letter::Column::NextAttemptAt, Expr::value(next))
        .col_expr(
            letter::Column::Error,
            Expr::value(error.chars().take(ERROR).collect::<String>()),
        )
        .col_expr(letter::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(still_with(letter))
        .exec(&tx)
        .await?;
    if noted.rows_affected > 0 && setback == Setback::NoSuchAddress {
        bounces::refused(&tx, letter.id, error).await?;
    }
    tx.commit().await
}
