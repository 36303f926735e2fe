//! Server functions of the learners' tab; the certificate's also serves learners and admins.

use lectern_contract::{RegistrationId, notice::Notice};
use lectern_domain::{certificates, registrations::remind};
use leptos::server;

use crate::{
    caller::{caller, done, go},
    refusal::Refused,
};

/// Reminds a learner and comes back to the page of the list it was pressed on.
#[server(prefix = "/do", endpoint = "remind-learner")]
pub async fn remind_learner(
    registration: RegistrationId,
    #[server(default)] key: String,
    #[server(default)] page: String,
) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    remind::remind(&tx, caller.actor(), &key, registration).await?;
    tx.commit().await?;
    done(&page, Notice::LearnerReminded)
}

/// Gives a completed registration its certificate, unless it has one, and leads to the paper.
#[server(prefix = "/do", endpoint = "issue-certificate")]
pub async fn issue_certificate(registration: RegistrationId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    certificates::issue(&tx, caller.actor(), registration).await?;
    tx.commit().await?;
    go(&format!(
        "/{}/registrations/{registration}/certificate.pdf",
        caller.actor().role
    ))
}
