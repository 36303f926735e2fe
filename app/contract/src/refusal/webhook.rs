//! Why something about a webhook was refused.

use serde::{Deserialize, Serialize};

use super::Field;
use crate::limits;

/// What is wrong with a webhook, its address or a delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WebhookProblem {
    /// The address does not begin with `https://`.
    NotHttps,
    /// The address holds a user name or password.
    Credentials,
    /// The address is of this machine or of a private network.
    Private,
    /// The organization has as many webhooks as it may have.
    TooMany,
    /// Nothing is sent while the webhook is paused.
    Paused,
}

impl WebhookProblem {
    /// The field whose problem this is.
    pub(super) const fn field(&self) -> Option<Field> {
        match self {
            Self::NotHttps | Self::Credentials | Self::Private => Some(Field::Url),
            Self::TooMany | Self::Paused => None,
        }
    }

    /// The HTTP status that fits.
    pub(super) const fn status(&self) -> u16 {
        match self {
            Self::TooMany | Self::Paused => 409,
            _ => 422,
        }
    }

    /// The sentence people read.
    pub(super) fn sentence(&self) -> String {
        match self {
            Self::NotHttps => "The address must begin with https://.".into(),
            Self::Credentials => {
                "Leave user name and password out of the address: the signature says who sends.".into()
            }
            Self::Private => {
                "This address belongs to this machine or to a private network; nothing is sent there.".into()
            }
            Self::TooMany => format!("There can be {} webhooks. Delete one first.", limits::WEBHOOKS),
            Self::Paused => "This webhook is paused. Resume it first.".into(),
        }
    }
}
