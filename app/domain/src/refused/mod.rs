//! The log of refused acts: every invitation, enrollment, launch and acceptance that a rule forbade, with its reason
//! (`spec/README.md`).
//!
//! A refused act leaves nothing behind: its transaction is rolled back. So its refusal is written afterwards, in a
//! transaction of its own, and in one place: whoever lets somebody do one of these acts does it through [`watch`].
//! Writing it never changes the answer: where it fails, the log of the process says so and the person reads the
//! refusal as always.
//!
//! Nobody fills the disk with it: the same refusal of the same person within a minute counts up a row; one act
//! writes [`MOST_OF_AN_ACT`] rows at most, and one person, or one network address of strangers, [`MOST_OF_AN_HOUR`]
//! new rows an hour. What is beyond is counted in a row without the person it was about.

mod batches;
mod list;
mod scene;
mod table;
mod write;

use std::collections::BTreeSet;

use lectern_contract::{
    BatchId, ClaimId, CourseId, InvitationId, Refusal, RegistrationId, UserId, addresses::split, refusal::Reason,
};

pub use self::{
    batches::note_rows,
    list::{RefusedFilter, courses, list},
    table::piece,
    write::{MOST_OF_AN_ACT, MOST_OF_AN_HOUR},
};
use crate::{
    actor::Actor,
    fault::{Error, Result},
    portal::Portal,
};

/// What is tried, as far as it is known before.
#[derive(Clone, Debug)]
pub enum Attempt {
    /// Addresses are invited to a course.
    Invite(Actor, CourseId, String),
    /// An invitation is sent again.
    InviteAgain(Actor, InvitationId),
    /// An invitation is moved to the address of who claims it.
    ApproveClaim(Actor, ClaimId),
    /// A list is sent.
    SendBatch(Actor, BatchId),
    /// A user is enrolled.
    Enroll(Actor, UserId, CourseId),
    /// A new user with this address is enrolled.
    EnrollNew(Actor, String, CourseId),
    /// A learner launches.
    Launch(Actor, RegistrationId),
    /// Somebody signed in accepts by a link.
    Accept(Actor, String),
    /// A stranger from this network address accepts by a link.
    AcceptByLink(String, String),
    /// A program accepts by a link for the person whose address it proved.
    Vouch(Actor, String),
}

/// Does an act, which opens and commits its own transaction; where it is refused, that is written into the log.
///
/// # Errors
/// Those of the act, unchanged.
pub async fn watch<T>(portal: &Portal, attempt: Attempt, act: impl Future<Output = Result<T>>) -> Result<T> {
    let answer = act.await;
    if let Err(Error::Refused(refusal)) = &answer
        && refusal.reason().is_some()
        && let Err(error) = note(portal, &attempt, refusal).await
    {
        tracing::warn!(%error, ?refusal, "a refused act could not be written into its log");
    }
    answer
}

async fn note(portal: &Portal, attempt: &Attempt, refusal: &Refusal) -> Result<()> {
    let tx = portal.begin().await?;
    let Some(scene) = scene::of(&tx, attempt).await? else {
        return Ok(());
    };
    write::write(&tx, &scene, lines(attempt, &scene.address, refusal)).await?;
    tx.commit().await
}

/// One line for each person the act was about, with the reason that is theirs.
fn lines(attempt: &Attempt, address: &str, refusal: &Refusal) -> Vec<write::Line> {
    if let Refusal::Addresses(problems) = refusal {
        let line = |(address, problem): &(String, _)| write::Line {
            address: address.clone(),
            reason: lectern_contract::invitations::AddressProblem::reason(problem),
            detail: Some(Refusal::Addresses(vec![(address.clone(), problem.clone())])),
        };
        return problems.iter().map(line).collect();
    }
    let reason = refusal.reason().unwrap_or(Reason::Other);
    let line = |address: String| write::Line {
        address,
        reason,
        detail: Some(refusal.clone()),
    };
    match attempt {
        Attempt::Invite(_, _, typed) => {
            let typed: BTreeSet<String> = split(typed).into_iter().collect();
            typed.into_iter().map(line).collect()
        }
        _ => vec![line(address.to_owned())],
    }
}
