//! Where webhooks may lead.

use serde::Deserialize;

/// Settings of webhooks.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Webhooks {
    /// Whether they may lead to this machine and to private networks: for tests and closed networks, where every
    /// admin may reach what the portal's machine reaches.
    pub allow_private: bool,
}
