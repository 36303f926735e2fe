//! "This is not me": whoever got the letter says that it is not for them.

use lectern_contract::{Refusal, invitations::InvitationState, refusal::InvitationProblem};
use lectern_entities::invitation;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use super::{link, responsible};
use crate::{actor::Author, audit, courses, fault::Result, letters, tx::Tx};

/// Marks a pending invitation and tells its sender, or who stands in for them. Its link accepts nothing any more, no
/// reminder is sent, and its credit stays held until the sender cancels it, sends it again or it expires.
///
/// # Errors
/// `NotFound`, `LinkReplaced`, `InvitationIs` any other state than pending; `Disowned` where it is marked already.
pub async fn disown(tx: &Tx, token: &str, source: &str) -> Result<()> {
    let row = link::open(tx, token).await?;
    link::require_open(&row, tx.now())?;
    let changed = invitation::Entity::update_many()
        .col_expr(invitation::Column::DisownedAt, Expr::value(Some(tx.now())))
        .col_expr(invitation::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(invitation::Column::Id.eq(row.id))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .filter(invitation::Column::TokenHash.eq(&row.token_hash))
        .filter(invitation::Column::DisownedAt.is_null())
        .exec_with_returning(tx)
        .await?;
    let Some(row) = changed.into_iter().next() else {
        return Err(Refusal::Invitation(InvitationProblem::Disowned).into());
    };
    let course = courses::find(tx, row.organization_id, row.course_id).await?;
    for reader in responsible(tx, &row).await? {
        letters::disowned(tx, &reader, &row.email, &course).await?;
    }
    let author = Author::link(row.organization_id, None, source);
    let both = (json!({ "disowned": false }), json!({ "disowned": true }));
    audit::change(tx, &author, "invitation.disown", "invitation", row.id, both).await
}
