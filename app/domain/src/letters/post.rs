//! The post office's side of the outbox: take what is due, send it, say what became of it.

use chrono::TimeDelta;
use lectern_contract::{
    LetterId,
    letters::{LetterState, LinkPurpose},
};
use lectern_entities::letter;
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockBehavior, LockType},
};

use super::{batch, paper::LINK};
use crate::{bounces, fault::Result, portal::Portal};

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
/// once; a crash gives them back.
///
/// # Errors
/// The database's own.
pub async fn take_due(portal: &Portal, most: u64) -> Result<Vec<Outgoing>> {
    let tx = portal.begin().await?;
    let due = letter::Entity::find()
        .filter(letter::Column::State.is_in([LetterState::Waiting, LetterState::Sending]))
        .filter(letter::Column::NextAttemptAt.lte(tx.now()))
        .order_by_asc(letter::Column::NextAttemptAt)
        .limit(most);
    let due = match sea_orm::ConnectionTrait::get_database_backend(&tx) {
        sea_orm::DbBackend::Postgres => due.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked),
        _ => due,
    };
    let mut letters = due.all(&tx).await?;
    batch::fill(&tx, &mut letters).await?;
    letter::Entity::update_many()
        .col_expr(letter::Column::State, Expr::value(LetterState::Sending))
        .col_expr(
            letter::Column::Attempts,
            sea_orm::ExprTrait::add(Expr::col(letter::Column::Attempts), 1),
        )
        .col_expr(letter::Column::NextAttemptAt, Expr::value(tx.now() + LEASE))
        .col_expr(letter::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(letter::Column::Id.is_in(letters.iter().map(|letter| letter.id)))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(letters.iter().map(|letter| outgoing(portal, letter)).collect())
}

fn outgoing(portal: &Portal, letter: &letter::Model) -> Outgoing {
    let link = link(portal, letter).unwrap_or_default();
    Outgoing {
        id: letter.id,
        to: letter.recipient.clone(),
        subject: letter.subject.clone(),
        text: letter.text.replace(LINK, &link),
        html: letter.html.replace(LINK, &link),
        message_id: letter.message_id.clone(),
        tries: letter.attempts,
    }
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

/// Notes that a letter left.
///
/// # Errors
/// The database's own.
pub async fn sent(portal: &Portal, id: LetterId) -> Result<()> {
    let tx = portal.begin().await?;
    letter::Entity::update_many()
        .col_expr(letter::Column::State, Expr::value(LetterState::Sent))
        .col_expr(letter::Column::SentAt, Expr::value(tx.now()))
        .col_expr(
            letter::Column::NextAttemptAt,
            Expr::value(None::<chrono::DateTime<chrono::Utc>>),
        )
        .col_expr(letter::Column::Error, Expr::value(None::<String>))
        .col_expr(letter::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(letter::Column::Id.eq(id))
        .exec(&tx)
        .await?;
    tx.commit().await
}

/// Notes that a letter did not leave: it waits longer each time, and fails for good when the server says that
/// it never will, or after the last try. Where the server says that there is no such address, the letter counts as
/// come back, too (`spec/credits.md`: a hard bounce).
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
    letter::Entity::update_many()
        .col_expr(letter::Column::State, Expr::value(state))
        .col_expr(letter::Column::NextAttemptAt, Expr::value(next))
        .col_expr(
            letter::Column::Error,
            Expr::value(error.chars().take(ERROR).collect::<String>()),
        )
        .col_expr(letter::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(letter::Column::Id.eq(letter.id))
        .exec(&tx)
        .await?;
    if setback == Setback::NoSuchAddress {
        bounces::refused(&tx, letter.id, error).await?;
    }
    tx.commit().await
}
