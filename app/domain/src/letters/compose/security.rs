//! Letters about the second factor: who did not do it themselves learns of it.

use lectern_contract::letters::LetterKind;
use lectern_entities::user;

use super::super::paper::Draft;
use crate::{accounts::organizations, fault::Result, tx::Tx};

const NOT_YOU: &str = "If it was not you, choose a new password and tell an admin at once.";

/// It was turned on.
pub(crate) async fn second_factor_on(tx: &Tx, person: &user::Model) -> Result<()> {
    let what = "was turned on. From now on, signing in asks for a code of your authenticator app";
    tell(
        tx,
        person,
        LetterKind::SecondFactorOn,
        "Your second factor is on",
        what,
        NOT_YOU,
    )
    .await
}

/// It was turned off.
pub(crate) async fn second_factor_off(tx: &Tx, person: &user::Model) -> Result<()> {
    let what = "was turned off. From now on, signing in asks for your password alone";
    tell(
        tx,
        person,
        LetterKind::SecondFactorOff,
        "Your second factor is off",
        what,
        NOT_YOU,
    )
    .await
}

/// An admin reset it.
pub(crate) async fn second_factor_reset(tx: &Tx, person: &user::Model) -> Result<()> {
    let what = "was reset by an admin, and you were signed out everywhere. Signing in asks for your password alone until you set it up again";
    let not_asked = "If you did not ask for it, tell an admin at once.";
    let subject = "Your second factor was reset";
    tell(tx, person, LetterKind::SecondFactorReset, subject, what, not_asked).await
}

/// A recovery code was used.
pub(crate) async fn recovery_code_used(tx: &Tx, person: &user::Model, left: u64) -> Result<()> {
    let left = match left {
        0 => "none is".to_owned(),
        1 => "1 is".to_owned(),
        left => format!("{left} are"),
    };
    let what = format!("was replaced by a recovery code to sign in; {left} left");
    let subject = "A recovery code was used";
    tell(tx, person, LetterKind::RecoveryCodeUsed, subject, &what, NOT_YOU).await
}

/// There are new recovery codes.
pub(crate) async fn recovery_codes_renewed(tx: &Tx, person: &user::Model) -> Result<()> {
    let what = "has new recovery codes. The old ones no longer work";
    let subject = "You have new recovery codes";
    tell(tx, person, LetterKind::RecoveryCodesRenewed, subject, what, NOT_YOU).await
}

async fn tell(tx: &Tx, to: &user::Model, kind: LetterKind, subject: &str, what: &str, closing: &str) -> Result<()> {
    let from = organizations::find(tx, to.organization_id).await?;
    Draft::new(&from, kind, &to.email)
        .about(subject)
        .says(format!("The second factor of your account at {} {what}.", from.name))
        .closes(closing)
        .put(tx)
        .await
}
