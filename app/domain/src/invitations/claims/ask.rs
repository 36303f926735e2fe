//! Ask the sender to let somebody accept with another address.

use std::collections::BTreeSet;

use lectern_contract::{ClaimId, Refusal, claims::ClaimState, limits, refusal::InvitationProblem};
use lectern_entities::{claim, invitation};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use serde_json::json;

use super::super::{
    link, responsible,
    taken::{self, Taken},
};
use crate::{
    accounts::{input, users},
    actor::{Actor, Author},
    audit, courses,
    fault::Result,
    letters,
    tx::Tx,
};

/// Who claims an invitation: the account that is signed in, or else what somebody typed.
#[derive(Clone, Copy, Debug)]
pub struct Claimant<'a> {
    /// Who is signed in.
    pub actor: Option<&'a Actor>,
    /// A name; counts without an account alone.
    pub name: &'a str,
    /// An address; counts without an account alone.
    pub email: &'a str,
}

/// Makes a claim and tells the sender, or who stands in for them. The same claim again gets the same answer and no
/// second letter.
///
/// # Errors
/// `NotFound`, `LinkReplaced`, `InvitationIs`, `Disowned`; `Missing`, `TooLong`, `Malformed` of what was typed;
/// `SameAddress`; `AlreadyEnrolled` for who is signed in and learns the course; `TooManyClaims`.
pub async fn ask(tx: &Tx, token: &str, claimant: Claimant<'_>, source: &str) -> Result<()> {
    let found = link::open(tx, token).await?;
    // Claims of one invitation are made one after the other, so that they can be counted.
    let same = invitation::Entity::find_by_id(found.id);
    let row = tx.keep(same).one(tx).await?.ok_or(Refusal::NotFound)?;
    if row.token_hash != found.token_hash {
        return Err(Refusal::LinkReplaced.into());
    }
    link::require_open(&row, tx.now())?;
    let claim = draft(tx, &row, claimant).await?;
    let mine = claim::Entity::find()
        .filter(claim::Column::InvitationId.eq(row.id))
        .filter(claim::Column::EmailKey.eq(&claim.email_key))
        .filter(claim::Column::State.eq(ClaimState::Open));
    if mine.one(tx).await?.is_some() {
        return Ok(());
    }
    let all = claim::Entity::find().filter(claim::Column::InvitationId.eq(row.id));
    if all.count(tx).await? >= limits::CLAIMS {
        return Err(Refusal::Invitation(InvitationProblem::TooManyClaims).into());
    }
    let all = claim.clone().into_active_model().reset_all();
    tx.insert(all).await?;
    let course = courses::find(tx, row.organization_id, row.course_id).await?;
    for reader in responsible(tx, &row).await? {
        letters::claimed(tx, &reader, &claim, &course).await?;
    }
    let author = Author::link(row.organization_id, claim.user_id, source);
    let after = json!({ "invitation": row.id, "email": claim.email });
    audit::note(tx, &author, "claim.ask", "claim", claim.id, after).await
}

/// The claim as it will be kept.
async fn draft(tx: &Tx, row: &invitation::Model, claimant: Claimant<'_>) -> Result<claim::Model> {
    let (user_id, name, email) = match claimant.actor {
        Some(actor) => {
            let user = users::find(tx, actor.organization, actor.user).await?;
            // Somebody of another organization has no account here: what is known there is only typed here.
            let here = actor.organization == row.organization_id;
            (here.then_some(user.id), user.name, user.email)
        }
        None => (None, input::name(claimant.name)?, input::email(claimant.email)?),
    };
    let email_key = input::email_key(&email);
    if email_key == row.email_key {
        return Err(Refusal::Invitation(InvitationProblem::SameAddress).into());
    }
    if user_id.is_some() {
        let keys = BTreeSet::from([email_key.clone()]);
        let known = taken::look(tx, row.organization_id, row.course_id, &keys, tx.now()).await?;
        if known.get(&email_key) == Some(&Taken::Enrolled) {
            return Err(Refusal::AlreadyEnrolled.into());
        }
    }
    Ok(claim::Model {
        id: tx.new_id::<ClaimId>(),
        organization_id: row.organization_id,
        invitation_id: row.id,
        user_id,
        invited: row.email.clone(),
        name,
        email,
        email_key,
        state: ClaimState::Open,
        decided_by: None,
        decided_at: None,
        created_at: tx.now(),
        updated_at: tx.now(),
    })
}
