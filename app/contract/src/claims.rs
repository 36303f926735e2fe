//! Claims: somebody wants to accept an invitation that was sent to another address (`spec/credits.md`: it never binds
//! silently, the manager approves).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{ClaimId, InvitationId, text_enum};

text_enum! {
    /// Where a claim stands.
    ClaimState {
        /// It waits for the sender or an admin.
        Open = "open",
        /// The invitation was moved to the claimed address.
        Approved = "approved",
        /// It was refused, or another claim was approved.
        Declined = "declined",
    }
}

/// A claim that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimRow {
    /// The claim.
    pub id: ClaimId,
    /// The invitation.
    pub invitation: InvitationId,
    /// The invited address.
    pub invited: String,
    /// Who claims it.
    pub name: String,
    /// The address they want to accept with.
    pub email: String,
    /// Whether they were signed in, so that name and address are known to be theirs.
    pub known: bool,
    /// When they asked.
    pub asked: DateTime<Utc>,
}
