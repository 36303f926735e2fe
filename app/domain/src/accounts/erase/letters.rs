//! Letters: those to them lose address and text, or never leave; in the others they are not named any more.

use lectern_contract::{BatchId, LetterId, letters::LetterState, people::DELETED};
use lectern_entities::{bounce, invitation, letter, ticket};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, Func},
};

use super::{cut::Writing, traces::Traces};
use crate::{fault::Result, search, tx::Tx};

/// What a letter that left says from here on.
const TEXT: &str = "This letter went to a user who was deleted since; what it said was erased.\n";
const HTML: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Deleted user</title></head>\
                    <body><p>This letter went to a user who was deleted since; what it said was erased.</p></body></html>";

/// Erases letters to them, and takes them out of what others were written.
pub(super) async fn erase(tx: &Tx, traces: &Traces) -> Result<()> {
    never_send(tx, traces).await?;
    empty(tx, traces).await?;
    subjects(tx, traces).await?;
    let column = |text| [letter::Column::Id, letter::Column::OrganizationId, text];
    for (text, writing) in [
        (letter::Column::Text, Writing::Plain),
        (letter::Column::Html, Writing::Html),
    ] {
        traces
            .take_out::<letter::Entity>(tx, column(text), writing, Condition::all())
            .await?;
    }
    Ok(())
}

/// Letters that went to one of their addresses, or with a link that is theirs.
fn to_them(traces: &Traces) -> Condition {
    let links = ticket::Entity::find()
        .select_only()
        .column(ticket::Column::Id)
        .filter(ticket::Column::UserId.eq(traces.user));
    let invitations = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::Id)
        .filter(invitation::Column::OrganizationId.eq(traces.organization))
        .filter(invitation::Column::EmailKey.is_in(traces.keys()));
    let theirs = Condition::any()
        .add(traces.is_in(letter::Column::Recipient))
        .add(letter::Column::LinkId.in_subquery(links.into_query()))
        .add(letter::Column::LinkId.in_subquery(invitations.into_query()));
    Condition::all()
        .add(letter::Column::OrganizationId.eq(traces.organization))
        .add(theirs)
}

/// What waits, is being sent or failed goes: nobody is left to read it.
async fn never_send(tx: &Tx, traces: &Traces) -> Result<()> {
    let unsent: Vec<LetterId> = letter::Entity::find()
        .select_only()
        .column(letter::Column::Id)
        .filter(to_them(traces))
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

/// What was sent stays as a line without address and text.
async fn empty(tx: &Tx, traces: &Traces) -> Result<()> {
    let sent: Vec<(LetterId, String)> = letter::Entity::find()
        .select_only()
        .columns([letter::Column::Id, letter::Column::Subject])
        .filter(to_them(traces))
        .into_tuple()
        .all(tx)
        .await?;
    for (id, subject) in sent {
        letter::Entity::update_many()
            .col_expr(letter::Column::Recipient, Expr::value(DELETED))
            .col_expr(letter::Column::SearchKey, Expr::value(key(DELETED, &subject)))
            .col_expr(letter::Column::Text, Expr::value(TEXT))
            .col_expr(letter::Column::Html, Expr::value(HTML))
            .col_expr(letter::Column::BatchId, Expr::value(None::<BatchId>))
            .col_expr(letter::Column::Error, Expr::value(None::<String>))
            .col_expr(letter::Column::UpdatedAt, Expr::value(tx.now()))
            .filter(letter::Column::Id.eq(id))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Subjects that name them. A list's letters share one, so each is looked at once.
async fn subjects(tx: &Tx, traces: &Traces) -> Result<()> {
    let subjects: Vec<String> = letter::Entity::find()
        .select_only()
        .column(letter::Column::Subject)
        .distinct()
        .filter(letter::Column::OrganizationId.eq(traces.organization))
        .filter(traces.may_be_in(letter::Column::Subject, Writing::Plain))
        .into_tuple()
        .all(tx)
        .await?;
    for subject in subjects {
        let Some(clean) = traces.without(&subject, Writing::Plain) else {
            continue;
        };
        // Recipients stay as they are in the keys: they have lines of their own there.
        let keyed = Func::cust(Alias::new("replace")).args([
            Expr::col(letter::Column::SearchKey),
            Expr::value(search::key(&subject)),
            Expr::value(search::key(&clean)),
        ]);
        letter::Entity::update_many()
            .col_expr(letter::Column::Subject, Expr::value(clean))
            .col_expr(letter::Column::SearchKey, Expr::expr(keyed))
            .filter(letter::Column::OrganizationId.eq(traces.organization))
            .filter(letter::Column::Subject.eq(subject))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Recipient and subject as they are searched for, as [`crate::letters`] writes them.
fn key(recipient: &str, subject: &str) -> String {
    search::key(&format!("{recipient}\n{subject}"))
}
