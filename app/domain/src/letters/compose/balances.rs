//! Letters about balances: low, empty, returned.

use lectern_contract::{letters::LetterKind, watch::Threshold};
use lectern_entities::{course, user};

use super::{super::paper::Draft, credits};
use crate::{accounts::organizations, fault::Result, tx::Tx};

/// An account that fell to its threshold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Low<'a> {
    /// "The pool", "The course “Forklift Basics”".
    pub what: &'a str,
    /// Free credits now.
    pub free: i64,
    /// At which its people are told.
    pub threshold: Threshold,
    /// What to do, ending in a path: "Buy 12 more at /admin/…".
    pub way: &'a str,
}

/// To somebody who can do something about it.
pub(crate) async fn credits_low(tx: &Tx, to: &user::Model, low: Low<'_>) -> Result<()> {
    let from = organizations::find(tx, to.organization_id).await?;
    let subject = match low.free {
        1.. => format!("{}: {} left", low.what, credits(low.free)),
        0 => format!("{}: no credits left", low.what),
        _ => format!("{}: overdrawn", low.what),
    };
    let said = match low.free {
        1.. => format!(
            "{} has {} left; you are told at {}.",
            low.what,
            credits(low.free),
            low.threshold.words()
        ),
        0 => format!("{} has no free credits any more.", low.what),
        short => format!(
            "{} is overdrawn by {}; nothing can be spent from it.",
            low.what,
            credits(-short)
        ),
    };
    let way = low
        .way
        .replacen(" /", &format!(" {}/", tx.portal().settings().base_url), 1);
    Draft::new(&from, LetterKind::CreditsLow, &to.email)
        .about(subject)
        .says(said)
        .says(way)
        .closes(
            "You get one such letter each time a balance falls to its threshold, and one when its last credit is gone.",
        )
        .put(tx)
        .await
}

/// To a manager: the course was archived and their credits returned to the pool.
pub(crate) async fn credits_returned(
    tx: &Tx,
    manager: &user::Model,
    course: &course::Model,
    amount: i64,
) -> Result<()> {
    let from = organizations::find(tx, manager.organization_id).await?;
    Draft::new(&from, LetterKind::CreditsReturned, &manager.email)
        .about(format!("“{}” was archived", course.title))
        .says(format!(
            "The course “{}” was archived, so nobody new can be invited to it. Your {} for it returned to the pool.",
            course.title,
            credits(amount)
        ))
        .says("Whoever is enrolled keeps their access.")
        .put(tx)
        .await
}
