//! Why a call of the JSON API was refused, beyond what refuses people.

use serde::{Deserialize, Serialize};

use crate::api_keys::Scope;

/// What is wrong with a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApiProblem {
    /// No key came, or one that does not work: unknown, expired, revoked, or its maker cannot act.
    KeyNeeded,
    /// The key may not do this.
    ScopeNeeded(Scope),
    /// The call needs an idempotency key.
    IdempotencyKeyNeeded,
    /// The idempotency key is too long or has characters that no header carries.
    BadIdempotencyKey,
    /// The idempotency key came with another request.
    IdempotencyKeyReused,
    /// The cursor is none of this list's, or the list was filtered otherwise.
    BadCursor,
    /// A parameter of the address is unknown or not of its form.
    BadParameter,
    /// The body is no JSON.
    BadJson,
    /// The body is of another type than JSON.
    JsonNeeded,
    /// The body has a field that is not offered.
    UnknownField,
    /// A field of the body is missing.
    MissingField,
    /// A field of the body is not of its type.
    WrongType,
    /// The address does not take this method.
    MethodNotAllowed,
    /// The call names a host that is not the portal's.
    WrongHost,
    /// More calls than a key may make in a minute.
    TooManyCalls,
}

impl ApiProblem {
    /// The HTTP status that fits.
    pub(super) const fn status(&self) -> u16 {
        match self {
            Self::KeyNeeded => 401,
            Self::ScopeNeeded(_) => 403,
            Self::MethodNotAllowed => 405,
            Self::IdempotencyKeyReused => 409,
            Self::JsonNeeded => 415,
            Self::UnknownField | Self::MissingField | Self::WrongType => 422,
            Self::WrongHost => 421,
            Self::TooManyCalls => 429,
            Self::IdempotencyKeyNeeded
            | Self::BadIdempotencyKey
            | Self::BadCursor
            | Self::BadParameter
            | Self::BadJson => 400,
        }
    }

    /// The sentence people read.
    pub(super) fn sentence(&self) -> String {
        match self {
            Self::KeyNeeded => "Send an API key that works, in the header Authorization: Bearer.".into(),
            Self::ScopeNeeded(scope) => format!("This key does not have the scope {scope}."),
            Self::IdempotencyKeyNeeded => {
                "This call spends or grants: send an Idempotency-Key of its own, so that it can be repeated safely."
                    .into()
            }
            Self::BadIdempotencyKey => "An Idempotency-Key has 1 to 120 visible ASCII characters.".into(),
            Self::IdempotencyKeyReused => "This Idempotency-Key came with another request before.".into(),
            Self::BadCursor => "This cursor does not belong to this list. Begin the list anew.".into(),
            Self::BadParameter => "A parameter is unknown or not of its form.".into(),
            Self::BadJson => "The body is not JSON.".into(),
            Self::JsonNeeded => "Send the body as application/json.".into(),
            Self::UnknownField => "This field is not offered.".into(),
            Self::MissingField => "This field is missing.".into(),
            Self::WrongType => "This is not of the field’s type.".into(),
            Self::MethodNotAllowed => "This address does not take this method.".into(),
            Self::WrongHost => "This is not the portal’s own address. Call the one that people sign in at.".into(),
            Self::TooManyCalls => "This key made more calls than it may in a minute. Wait, then try again.".into(),
        }
    }
}
