//! Letters about what becomes of an invitation: reminders, claims, letters that came back, old links.

use lectern_contract::letters::LetterKind;
use lectern_entities::{claim, course, invitation, organization, user};

use super::{super::paper::Draft, invitations::link, when};
use crate::{accounts::organizations, fault::Result, invitations::Reader, tx::Tx};

/// To the invited address: an answer is awaited. It carries the link of the newest letter, and a way to get no more.
pub(crate) async fn reminder(
    tx: &Tx,
    row: &invitation::Model,
    course: &course::Model,
    sender: &user::Model,
    from: &organization::Model,
) -> Result<()> {
    Draft::new(from, LetterKind::Reminder, &row.email)
        .about(format!("Reminder: {} invited you to “{}”", sender.name, course.title))
        .says(format!(
            "{} invited you to the course “{}” at {} and has no answer yet.",
            sender.name, course.title, from.name
        ))
        .quote(&row.message)
        .button("See the invitation", link(row.id, row.sends))
        .closes(format!(
            "The invitation is for {} and can be accepted until {}.",
            row.email,
            when(row.expires_at, from)
        ))
        .way("No more reminders of this invitation", "/reminders")
        .put(tx)
        .await
}

/// To the sender, or who stands in for them: somebody wants to accept with another address.
pub(crate) async fn claimed(tx: &Tx, to: &Reader, claim: &claim::Model, course: &course::Model) -> Result<()> {
    let from = organizations::find(tx, to.person.organization_id).await?;
    let known = match claim.user_id {
        Some(_) => "They are signed in with this address.",
        None => "They are not signed in, so name and address are only what somebody with the link typed.",
    };
    Draft::new(&from, LetterKind::Claimed, &to.person.email)
        .about(format!("{} wants to accept with another address", claim.name))
        .says(format!(
            "{} ({}) has the link of {} invitation of {} to “{}” and wants to accept it with their own address. {known}",
            claim.name, claim.email, to.whose, claim.invited, course.title
        ))
        .says("Approve or decline it above the course’s invitations. Until it is accepted the credit stays held.")
        .put(tx)
        .await
}

/// To the claimed address: the invitation is theirs, by this link.
pub(crate) async fn claim_approved(
    tx: &Tx,
    row: &invitation::Model,
    course: &course::Model,
    sender: &user::Model,
) -> Result<()> {
    let from = organizations::find(tx, row.organization_id).await?;
    Draft::new(&from, LetterKind::ClaimApproved, &row.email)
        .about(format!("Your invitation to “{}”", course.title))
        .says(format!(
            "The invitation to the course “{}” at {} is for this address now. {} invites you.",
            course.title, from.name, sender.name
        ))
        .button("See the invitation", link(row.id, row.sends))
        .closes(format!(
            "It is for {} and can be accepted until {}.",
            row.email,
            when(row.expires_at, &from)
        ))
        .closes("If you did not ask for this, you need not do anything.")
        .put(tx)
        .await
}

/// To the claimed address: the invitation stays with the invited one.
pub(crate) async fn claim_declined(tx: &Tx, claim: &claim::Model, course: &course::Model) -> Result<()> {
    let from = organizations::find(tx, claim.organization_id).await?;
    Draft::new(&from, LetterKind::ClaimDeclined, &claim.email)
        .about(format!("The invitation to “{}” stays as it is", course.title))
        .says(format!(
            "Somebody asked {} to accept an invitation to “{}” with this address. It was declined.",
            from.name, course.title
        ))
        .says("If you want the course, ask the person who invited you. If you did not ask, you need not do anything.")
        .put(tx)
        .await
}

/// To the sender, or who stands in for them: the letter reached somebody else.
pub(crate) async fn disowned(tx: &Tx, to: &Reader, invited: &str, course: &course::Model) -> Result<()> {
    let from = organizations::find(tx, to.person.organization_id).await?;
    Draft::new(&from, LetterKind::Disowned, &to.person.email)
        .about(format!("{invited} may be the wrong address"))
        .says(format!(
            "Whoever got {} invitation of {invited} to “{}” said that it is not for them. Its link no longer works.",
            to.whose, course.title
        ))
        .says("The credit stays held until you cancel the invitation, send it again, or it expires.")
        .put(tx)
        .await
}

/// To the sender or an admin: somebody with an old link wants a new invitation.
pub(crate) async fn asked_again(tx: &Tx, to: &user::Model, invited: &str, course: &course::Model) -> Result<()> {
    let from = organizations::find(tx, to.organization_id).await?;
    Draft::new(&from, LetterKind::AskedAgain, &to.email)
        .about(format!("{invited} asks for a new invitation"))
        .says(format!(
            "Somebody opened the old link of the invitation of {invited} to “{}” and asks for a new one.",
            course.title
        ))
        .says("If it is right, choose Re-Invite in the course’s invitations. Nothing happens by itself.")
        .put(tx)
        .await
}

/// To the sender or an admin: the address gets no letters.
pub(crate) async fn undeliverable(
    tx: &Tx,
    to: &user::Model,
    invited: &str,
    course: &course::Model,
    reason: &str,
) -> Result<()> {
    let from = organizations::find(tx, to.organization_id).await?;
    Draft::new(&from, LetterKind::Undeliverable, &to.email)
        .about(format!("A letter to {invited} came back"))
        .says(format!(
            "The invitation of {invited} to “{}” could not be delivered. No reminders are sent to it.",
            course.title
        ))
        .quote(reason)
        .says("Check the address: cancel the invitation and invite the right one, or send it again if the address is right.")
        .put(tx)
        .await
}
