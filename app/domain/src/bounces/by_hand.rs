//! People say that letters come back, or that they arrive after all.

use lectern_contract::{
    InvitationId, LetterId, Refusal, Role,
    bounces::{BounceKind, BounceSource},
    invitations::InvitationState,
};
use lectern_entities::{bounce, invitation, letter};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use super::{Back, keep, look, mark_address, tell};
use crate::{actor::Actor, audit, fault::Result, invitations, tx::Tx};

/// Why a letter came back, where a person says so.
const BY_HAND: &str = "said by hand";

/// ⋮ *Mark as undeliverable* of a pending invitation: no reminder goes to it. Its sender is told unless they say it
/// themselves. Where it is marked already, nothing changes.
///
/// # Errors
/// `NotFound` unless it is the actor's; `InvitationIs` any other state.
pub async fn mark(tx: &Tx, actor: &Actor, id: InvitationId) -> Result<()> {
    actor.require_one_of(&[Role::Admin, Role::Manager])?;
    let row = invitations::find(tx, actor, id).await?;
    let marked = invitation::Entity::update_many()
        .col_expr(invitation::Column::Undeliverable, Expr::value(true))
        .col_expr(invitation::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(invitation::Column::Id.eq(id))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .filter(invitation::Column::Undeliverable.eq(false))
        .exec_with_returning(tx)
        .await?;
    let Some(row) = marked.into_iter().next() else {
        return match row.state {
            InvitationState::Pending => Ok(()),
            state => Err(Refusal::InvitationIs(state).into()),
        };
    };
    keep(tx, &back(actor, None, &row.email)).await?;
    tell(tx, &actor.author(), &row, BY_HAND).await
}

/// Takes the mark away: letters to the address arrive after all, so later invitations to it show no warning either.
///
/// # Errors
/// `NotFound` unless it is the actor's.
pub async fn unmark(tx: &Tx, actor: &Actor, id: InvitationId) -> Result<()> {
    actor.require_one_of(&[Role::Admin, Role::Manager])?;
    let row = invitations::find(tx, actor, id).await?;
    let was = json!({ "undeliverable": row.undeliverable });
    invitation::Entity::update_many()
        .col_expr(invitation::Column::Undeliverable, Expr::value(false))
        .col_expr(invitation::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(invitation::Column::Id.eq(id))
        .exec(tx)
        .await?;
    bounce::Entity::update_many()
        .col_expr(bounce::Column::UndoneAt, Expr::value(Some(tx.now())))
        .col_expr(bounce::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(bounce::Column::OrganizationId.eq(actor.organization))
        .filter(bounce::Column::EmailKey.eq(row.email_key))
        .filter(bounce::Column::UndoneAt.is_null())
        .exec(tx)
        .await?;
    let both = (was, json!({ "undeliverable": false }));
    audit::change(tx, &actor.author(), "invitation.deliverable", "invitation", id, both).await
}

/// Admin → Outbox → a letter → *It came back*: as if the mail service had said so. A second time nothing changes.
///
/// # Errors
/// `NotFound` unless an admin asks for a letter of the organization.
pub async fn letter_came_back(tx: &Tx, actor: &Actor, id: LetterId) -> Result<()> {
    actor.require(Role::Admin)?;
    let found = letter::Entity::find_by_id(id).filter(letter::Column::OrganizationId.eq(actor.organization));
    let letter = tx.keep(found).one(tx).await?.ok_or(Refusal::NotFound)?;
    if look::of_letter(tx, id).await?.is_some() {
        return Ok(());
    }
    keep(tx, &back(actor, Some(id), &letter.recipient)).await?;
    let author = actor.author();
    mark_address(tx, &author, &letter.recipient, Some(letter.created_at), BY_HAND).await?;
    audit::note(tx, &author, "letter.came_back", "letter", id, ()).await
}

const fn back<'a>(actor: &Actor, letter: Option<LetterId>, email: &'a str) -> Back<'a> {
    Back {
        organization: actor.organization,
        source: BounceSource::Hand,
        event_id: None,
        kind: BounceKind::Hard,
        letter,
        email,
        reason: BY_HAND,
    }
}
