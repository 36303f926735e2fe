//! The record: refused acts, the audit log, reminders and certificates.

mod audit;
mod bought;
mod bounds;
mod certificates;
mod changes;
mod earlier;
mod erased;
mod managers;
mod movements;
mod readers;
mod refused;
mod reminders;
mod states;
mod words;

use lectern_contract::{CourseId, Refusal, paging::LogQuery, refused::RefusedRow};
use lectern_domain::{
    Actor, Portal, Result,
    invitations::send::{self, SendForm},
    refused::{Attempt, RefusedFilter, list, watch},
};

use crate::support::{House, act_on, commit_of, fresh_key, refusal};

/// Invites as the page does: what is refused is written down.
async fn try_invite(portal: Portal, who: Actor, course: CourseId, addresses: String) -> Result<()> {
    let form = SendForm {
        addresses: addresses.clone(),
        message: String::new(),
    };
    let attempt = Attempt::Invite(who.clone(), course, addresses);
    let act = act_on(&portal, async |tx| {
        send::send(tx, &who, &fresh_key(), course, form).await.map(drop)
    });
    watch(&portal, attempt, act).await
}

impl House {
    /// Invites as the page does, and is refused.
    async fn refused_invite(&self, who: &Actor, course: CourseId, addresses: &str) -> Refusal {
        refusal(try_invite(self.portal.clone(), who.clone(), course, addresses.into()).await)
    }

    /// The newest rows of the log, as somebody sees them.
    async fn refused_log(&self, who: &Actor) -> Vec<RefusedRow> {
        self.log_of(who, &LogQuery::default(), &RefusedFilter::default()).await
    }

    /// What somebody asks for of the log.
    async fn log_of(&self, who: &Actor, query: &LogQuery, filter: &RefusedFilter) -> Vec<RefusedRow> {
        let slice = list(self.portal.reader(), who, query, filter).await;
        slice.expect("a log of theirs").rows
    }

    /// A learner passes the first course.
    async fn pass(&self, who: &Actor) -> lectern_contract::RegistrationId {
        let id = self.registration(who.user, self.forklift()).await.id;
        let token = self.play(who, id).await;
        self.commit(
            &token,
            commit_of(1, &[("cmi.core.lesson_status", "passed"), ("cmi.core.score.raw", "88")]),
        )
        .await;
        id
    }
}
