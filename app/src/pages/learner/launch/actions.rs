//! The server functions behind *Launch*, *Resume* and *Review*, and behind *Start over*.

use lectern_contract::RegistrationId;
use lectern_domain::{
    refused::{Attempt, watch},
    runtime,
};
use leptos::server;

use crate::{
    caller::{caller, go},
    refusal::Refused,
};

/// Launches a course of the learner's; the player opens once, on the page it leads to.
#[server(prefix = "/do", endpoint = "launch")]
pub async fn launch(registration: RegistrationId) -> Result<(), Refused> {
    let caller = caller()?;
    let attempt = Attempt::Launch(caller.actor().clone(), registration);
    let act = async {
        let tx = caller.portal.begin().await?;
        let token = runtime::launch::launch(&tx, caller.actor(), registration).await?;
        tx.commit().await.map(|()| token)
    };
    let token = watch(&caller.portal, attempt, act).await?;
    go(&format!("/learner/launch/{token}"))
}

/// Launches a course of the learner's in a new attempt.
#[server(prefix = "/do", endpoint = "start-over")]
pub async fn start_over(registration: RegistrationId) -> Result<(), Refused> {
    let caller = caller()?;
    let attempt = Attempt::Launch(caller.actor().clone(), registration);
    let act = async {
        let tx = caller.portal.begin().await?;
        let token = runtime::launch::start_over(&tx, caller.actor(), registration).await?;
        tx.commit().await.map(|()| token)
    };
    let token = watch(&caller.portal, attempt, act).await?;
    go(&format!("/learner/launch/{token}"))
}
