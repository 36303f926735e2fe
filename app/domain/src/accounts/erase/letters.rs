//! Letters to them lose address and text, or never leave. Letters to others stay as they were sent.

use chrono::TimeDelta;
use lectern_contract::{BatchId, LetterId, invitations::InvitationState, letters::LetterState, people::DELETED};
use lectern_entities::{bounce, invitation, letter, ticket, user};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::Expr};

use super::{is_their_address, registrations};
use crate::{fault::Result, keyset, letters, tx::Tx};

/// What a letter that left says from here on.
const TEXT: &str = "This letter went to a user who was deleted since; what it said was erased.\n";
const HTML: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Deleted user</title></head>\
                    <body><p>This letter went to a user who was deleted since; what it said was erased.</p></body></html>";

/// Longer than any act waits for a row that is being erased.
const MEANWHILE: TimeDelta = TimeDelta::minutes(1);

/// Erases letters to them.
pub(super) async fn erase(tx: &Tx, user: &user::Model) -> Result<()> {
    erase_these(tx, &to_them(user)).await
}

/// The same with those that were written while the rest was erased: only the newest are looked at.
pub(super) async fn erase_newest(tx: &Tx, user: &user::Model) -> Result<()> {
    let to_somebody_new = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::Id)
        .filter(invitation::Column::OrganizationId.eq(user.organization_id))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .filter(invitation::Column::EmailKey.eq(&user.email_key));
    let newest = Condition::all()
        .add(letter::Column::Id.gte(keyset::first_id(tx.now() - MEANWHILE)))
        .add(letter::Column::OrganizationId.eq(user.organization_id))
        .add(is_their_address(letter::Column::Recipient, user))
        .add(
            Condition::any()
                .add(letter::Column::LinkId.is_null())
                .add(letter::Column::LinkId.not_in_subquery(to_somebody_new.into_query())),
        );
    erase_these(tx, &newest).await
}

async fn erase_these(tx: &Tx, which: &Condition) -> Result<()> {
    never_send(tx, which).await?;
    empty(tx, which).await
}

/// Letters that went to their address, or with a link that is theirs.
fn to_them(user: &user::Model) -> Condition {
    let links = ticket::Entity::find()
        .select_only()
        .column(ticket::Column::Id)
        .filter(ticket::Column::UserId.eq(user.id));
    let accepted = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::Id)
        .filter(invitation::Column::RegistrationId.in_subquery(registrations(user.id)));
    let theirs = Condition::any()
        .add(is_their_address(letter::Column::Recipient, user))
        .add(letter::Column::LinkId.in_subquery(links.into_query()))
        .add(letter::Column::LinkId.in_subquery(accepted.into_query()));
    Condition::all()
        .add(letter::Column::OrganizationId.eq(user.organization_id))
        .add(theirs)
}

/// What waits, is being sent or failed goes: nobody is left to read it.
async fn never_send(tx: &Tx, which: &Condition) -> Result<()> {
    let unsent: Vec<LetterId> = letter::Entity::find()
        .select_only()
        .column(letter::Column::Id)
        .filter(which.clone())
        .filter(letter::Column::State.ne(LetterState::Sent))
        .into_tuple()
        .all(tx)
        .await?;
    if unsent.is_empty() {
        return Ok(());
    }
    bounce::Entity::update_many()
        .col_expr(bounce::Column::LetterId, Expr::value(None::<LetterId>))
        .filter(bounce::Column::LetterId.is_in(unsent.clone()))
        .exec(tx)
        .await?;
    letter::Entity::delete_many()
        .filter(letter::Column::Id.is_in(unsent))
        .exec(tx)
        .await?;
    Ok(())
}

/// What was sent stays as a line without address and text; letters with one subject, which are searched for by it, at once.
async fn empty(tx: &Tx, which: &Condition) -> Result<()> {
    let subjects: Vec<String> = letter::Entity::find()
        .select_only()
        .column(letter::Column::Subject)
        .distinct()
        .filter(which.clone())
        .into_tuple()
        .all(tx)
        .await?;
    for subject in subjects {
        letter::Entity::update_many()
            .col_expr(letter::Column::Recipient, Expr::value(DELETED))
            .col_expr(
                letter::Column::SearchKey,
                Expr::value(letters::search_key(DELETED, &subject)),
            )
            .col_expr(letter::Column::Text, Expr::value(TEXT))
            .col_expr(letter::Column::Html, Expr::value(HTML))
            .col_expr(letter::Column::BatchId, Expr::value(None::<BatchId>))
            .col_expr(letter::Column::Error, Expr::value(None::<String>))
            .col_expr(letter::Column::UpdatedAt, Expr::value(tx.now()))
            .filter(which.clone())
            .filter(letter::Column::Subject.eq(subject))
            .exec(tx)
            .await?;
    }
    Ok(())
}
