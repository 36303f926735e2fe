//! Why something about an invitation's later life was refused: claims, reminders, a link disowned.

use serde::{Deserialize, Serialize};

use super::Field;
use crate::{claims::ClaimState, limits};

/// What is wrong with a claim, a reminder or a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InvitationProblem {
    /// The invitation is for the claimed address already.
    SameAddress,
    /// The invitation was claimed too often.
    TooManyClaims,
    /// The claim's state does not allow this.
    ClaimIs(ClaimState),
    /// The invited person wants no more reminders.
    RecipientStopped,
    /// Somebody who got the letter said that it is not for them.
    Disowned,
    /// The last letter with a link is less than a minute old.
    TooSoon,
}

impl InvitationProblem {
    /// The field whose problem this is.
    pub(super) const fn field(self) -> Option<Field> {
        match self {
            Self::SameAddress => Some(Field::Email),
            _ => None,
        }
    }

    /// The HTTP status that fits.
    pub(super) const fn status(self) -> u16 {
        match self {
            Self::SameAddress => 422,
            Self::TooManyClaims | Self::TooSoon => 429,
            Self::ClaimIs(_) | Self::RecipientStopped => 409,
            Self::Disowned => 410,
        }
    }

    /// The sentence people read.
    pub(super) fn sentence(self) -> String {
        match self {
            Self::SameAddress => "The invitation is for this address already. Accept it instead.".into(),
            Self::TooManyClaims => format!(
                "This invitation was asked for {} times already, which is the limit. Ask the sender to invite this address.",
                limits::CLAIMS
            ),
            Self::TooSoon => {
                "An invitation can be sent again once a minute. Its last letter is younger; wait a moment.".into()
            }
            Self::ClaimIs(state) => match state {
                ClaimState::Open => "This claim waits for an answer.",
                ClaimState::Approved => "This claim was approved already.",
                ClaimState::Declined => "This claim was declined already.",
            }
            .into(),
            Self::RecipientStopped => {
                "The invited person asked for no more reminders, and only they could change that.".into()
            }
            Self::Disowned => {
                "Somebody who got this invitation said that it is not for them. Its sender can send it again.".into()
            }
        }
    }
}
