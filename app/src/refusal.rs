//! A refusal on its way to a page or out of a server function.

use axum::http::StatusCode;
use lectern_contract::Refusal;
use leptos::{
    prelude::{FromServerFnError, ServerFnErrorErr},
    server_fn::codec::JsonEncoding,
};
use serde::{Deserialize, Serialize};

/// What a server function or a page's reading answers instead of its data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused(pub Refusal);

/// What pages and server functions answer.
pub type Answer<T> = Result<T, Refused>;

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl From<lectern_domain::Error> for Refused {
    fn from(error: lectern_domain::Error) -> Self {
        Self(error.into_refusal())
    }
}

impl Refused {
    /// The HTTP status that fits.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl FromServerFnError for Refused {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                Self(Refusal::BadRequest)
            }
            other => {
                tracing::error!(cause = %other, "a server function failed");
                Self(Refusal::Fault)
            }
        }
    }

    fn status_code(&self) -> StatusCode {
        self.status()
    }
}
