//! Letters about the nightly proof.

use lectern_contract::{
    letters::LetterKind,
    proofs::{ChainBreak, Rule},
};
use lectern_entities::user;

use super::super::paper::Draft;
use crate::{accounts::organizations, fault::Result, tx::Tx};

/// To an admin: the proof found the ledger broken.
pub(crate) async fn proof_broken(
    tx: &Tx,
    admin: &user::Model,
    rules: &[Rule],
    broken: Option<ChainBreak>,
) -> Result<()> {
    let from = organizations::find(tx, admin.organization_id).await?;
    let mut letter = Draft::new(&from, LetterKind::ProofBroken, &admin.email)
        .about("The nightly proof of the credits failed")
        .says(
            "Somebody or something changed the ledger of credits behind the portal’s back. These rules no longer hold:",
        );
    for rule in rules {
        letter = letter.says(format!("{rule}: {}", rule.says()));
    }
    if let Some(broken) = broken {
        letter = letter.says(format!("The chain of movements breaks here first. {broken}."));
    }
    letter
        .says(format!(
            "What was looked at stands at {}/admin/proof. Compare with a backup from before the last proof that held.",
            tx.portal().settings().base_url
        ))
        .put(tx)
        .await
}
