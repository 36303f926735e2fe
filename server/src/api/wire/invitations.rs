//! Invitations.

use chrono::{DateTime, Utc};
use lectern_contract::{
    CourseId, InvitationId, RegistrationId, UserId,
    api::{Acceptance, InvitationEntry, Invited},
    invitations::InvitationState,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An invitation of one address to one course.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    /// The invitation.
    pub id: InvitationId,
    /// The course.
    pub course: CourseId,
    /// The invited address; the words “Deleted user” where its user was deleted since.
    #[schema(example = "mia@contoso.example")]
    pub email: String,
    /// Its state; a pending one past its end reads as expired.
    pub state: InvitationState,
    /// Who sent it.
    pub sender: String,
    /// When it was first sent.
    pub sent: DateTime<Utc>,
    /// When it was last sent.
    pub last_sent: DateTime<Utc>,
    /// How often it was sent again.
    pub re_invites: i32,
    /// When it ends, or ended.
    pub expires: DateTime<Utc>,
    /// When it was accepted, declined or canceled.
    pub decided: Option<DateTime<Utc>>,
    /// Whether its letter could not be delivered.
    pub undeliverable: bool,
    /// Whether its newest letter still waits in the outbox.
    pub letter_waits: bool,
    /// Whether its newest letter could not be sent, and nobody tries any more; never where it is pending no more.
    pub letter_failed: bool,
}

impl From<InvitationEntry> for Invitation {
    fn from(InvitationEntry { course, row }: InvitationEntry) -> Self {
        let (letter_waits, letter_failed) = (
            row.letter_waits(),
            row.state == InvitationState::Pending && row.letter_failed(),
        );
        Self {
            id: row.id,
            course,
            email: row.email,
            state: row.state,
            sender: row.sender,
            sent: row.sent,
            last_sent: row.last_sent,
            re_invites: row.re_invites,
            expires: row.expires,
            decided: row.decided,
            undeliverable: row.undeliverable,
            letter_waits,
            letter_failed,
        }
    }
}

/// Addresses to be invited: all of them or none.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteForm {
    /// To what.
    pub course: CourseId,
    /// Whom; each address holds one credit of the course, else of the pool.
    #[schema(example = json!(["mia@contoso.example"]), min_items = 1, max_items = 1000)]
    pub addresses: Vec<String>,
    /// The sender's own words.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub message: String,
}

/// An invitation that was sent.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SentInvitation {
    /// The invitation.
    pub id: InvitationId,
    /// The address, cleaned.
    pub email: String,
}

/// Invitations that were sent, in the order of the addresses.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SentInvitations {
    /// One for each address.
    pub invitations: Vec<SentInvitation>,
}

impl From<Vec<Invited>> for SentInvitations {
    fn from(all: Vec<Invited>) -> Self {
        let one = |Invited { id, email }| SentInvitation { id, email };
        Self {
            invitations: all.into_iter().map(one).collect(),
        }
    }
}

/// How an invitation is canceled.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelForm {
    /// Whether the invited address is told by letter.
    #[serde(default)]
    pub notify: bool,
}

/// An acceptance, by a front end that has proved who the person is.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptForm {
    /// The token of the invitation's link: what stands after `/invitation/`.
    pub token: String,
    /// The person's address, as the front end has proved it. It must be the invited one.
    #[schema(example = "mia@contoso.example")]
    pub email: String,
    /// The person's name; needed where the address has no account yet.
    #[serde(default)]
    #[schema(example = "Mia Chen", max_length = 120)]
    pub name: String,
}

/// What an acceptance made.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// The registration.
    pub registration: RegistrationId,
    /// The person, known before or new.
    pub user: UserId,
}

impl From<Acceptance> for Accepted {
    fn from(made: Acceptance) -> Self {
        Self {
            registration: made.registration,
            user: made.user,
        }
    }
}

/// Which invitations.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct InvitationQuery {
    /// Only to this course.
    pub course: Option<CourseId>,
    /// Only in this state.
    pub state: Option<InvitationState>,
    /// Words in the address.
    #[serde(default)]
    pub search: String,
    /// Rows of this part.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u64>,
    /// Where the part begins, from the link to it.
    pub cursor: Option<String>,
}
