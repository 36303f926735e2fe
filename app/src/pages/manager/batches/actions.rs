//! Server functions of batches. The list itself is read as a stream, outside of these.

use lectern_contract::{
    BatchId, CourseId,
    batches::{BatchState, Shortage},
    notice::Notice,
};
use lectern_domain::{
    invitations::batch::{
        check, end,
        start::{StartForm, start},
    },
    refused::{Attempt, watch},
};
use leptos::server;

use crate::{
    caller::{caller, done},
    pages::manager::area::{batch_page, bulk_of},
    refusal::Refused,
};

/// Lets the invitations of a list be sent.
#[server(prefix = "/do", endpoint = "send-batch")]
pub async fn send_batch(
    batch: BatchId,
    #[server(default)] message: String,
    #[server(default)] shortage: Option<Shortage>,
    #[server(default)] key: String,
) -> Result<(), Refused> {
    let (caller, shortage) = (caller()?, shortage.unwrap_or(Shortage::All));
    let attempt = Attempt::SendBatch(caller.actor().clone(), batch);
    let act = async {
        let tx = caller.portal.begin().await?;
        let sent = start(&tx, caller.actor(), &key, batch, StartForm { message, shortage }).await?;
        tx.commit().await.map(|()| sent)
    };
    let sent = watch(&caller.portal, attempt, act).await?;
    done(&batch_page(caller.actor().role, batch), Notice::BatchStarted(sent))
}

/// Checks every address of a list again.
#[server(prefix = "/do", endpoint = "check-batch")]
pub async fn check_batch(batch: BatchId) -> Result<(), Refused> {
    let caller = caller()?;
    check(&caller.portal, caller.actor(), batch).await?;
    done(&batch_page(caller.actor().role, batch), Notice::BatchChecked)
}

/// Cancels the rest of a batch, or throws a list away; `course` only says where to go on.
#[server(prefix = "/do", endpoint = "cancel-batch")]
pub async fn cancel_batch(batch: BatchId, course: CourseId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    let ended = end::cancel(&tx, caller.actor(), batch).await?;
    tx.commit().await?;
    match ended {
        BatchState::Discarded => done(&bulk_of(caller.actor().role, course), Notice::BatchDiscarded),
        _ => done(&batch_page(caller.actor().role, batch), Notice::BatchCanceled),
    }
}
