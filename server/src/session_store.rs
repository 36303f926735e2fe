//! Sessions of tower-sessions over our own table: only a hash of the cookie is kept (`spec/safety.md`, Sessions).

use async_trait::async_trait;
use chrono::DateTime;
use lectern_contract::{OrganizationId, Refusal, Role, UserId};
use lectern_domain::{
    Portal,
    accounts::sessions::{self, Stored},
};
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{self, Id, Record},
    session_store::{Error, Result},
};

/// The keys of a session's data.
pub mod keys {
    /// Who is signed in: organization and user.
    pub const USER: &str = "user";
    /// The role they act in.
    pub const ROLE: &str = "role";
    /// What the browser says of itself.
    pub const BROWSER: &str = "browser";
    /// Who gave a right password and owes a code still; no person is signed in by it.
    pub const HALF: &str = "half";
    /// The id this session was given beforehand, when an older one was exchanged for it.
    pub const RENEWED: &str = "renewed";
    /// When the person signed in, in seconds since 1970.
    pub const BEGAN: &str = "began";
}

/// Who is signed in and acts in which role, as a session holds it.
pub type SignedInAs = (OrganizationId, UserId);

/// The store over the domain's sessions.
#[derive(Clone, Debug)]
pub struct Sessions(pub Portal);

impl Sessions {
    fn stored(record: &Record) -> Result<Stored> {
        let user = record
            .data
            .get(keys::USER)
            .cloned()
            .map(serde_json::from_value::<SignedInAs>)
            .transpose();
        let browser = record
            .data
            .get(keys::BROWSER)
            .and_then(|value| value.as_str())
            .unwrap_or_default();
        Ok(Stored {
            token: record.id.to_string(),
            user: user.map_err(|error| Error::Encode(error.to_string()))?,
            data: serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?,
            browser: browser.to_owned(),
            began: record
                .data
                .get(keys::BEGAN)
                .and_then(serde_json::Value::as_i64)
                .and_then(|seconds| DateTime::from_timestamp(seconds, 0)),
        })
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // The row has its new id already (`sessions::renew`): writing a new one could bring back what was ended since.
        if let Some(id) = record.data.remove(keys::RENEWED) {
            let id = id.as_str().and_then(|id| id.parse().ok());
            record.id = id.ok_or_else(|| Error::Encode("a session's new id".into()))?;
            return self.save(record).await;
        }
        sessions::create(&self.0, &Self::stored(record)?).await.map_err(backend)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        sessions::save(&self.0, &Self::stored(record)?).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let Some((data, ends)) = sessions::load(&self.0, &id.to_string()).await.map_err(backend)? else {
            return Ok(None);
        };
        let data = serde_json::from_str(&data).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date =
            OffsetDateTime::from_unix_timestamp(ends.timestamp()).map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sessions::delete(&self.0, &id.to_string()).await.map_err(backend)
    }
}

/// What the store says where the same may work a moment later.
const BUSY: &str = "busy";

/// The cause goes to the log here: tower-sessions hands on a text and no more.
fn backend(error: lectern_domain::Error) -> Error {
    match error.into_refusal() {
        Refusal::Busy => Error::Backend(BUSY.into()),
        refusal => Error::Backend(format!("{refusal:?}")),
    }
}

/// Why a session could not be read or written, in the portal's words: `Busy` where the store said so, else a fault.
pub fn failed(error: session::Error) -> lectern_domain::Error {
    match error {
        session::Error::Store(Error::Backend(text)) if text == BUSY => Refusal::Busy.into(),
        error => lectern_domain::Error::fault(error),
    }
}

/// The role a session acts in.
pub fn role_of(text: &str) -> Role {
    text.parse().unwrap_or(Role::Learner)
}
