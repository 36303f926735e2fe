//! What the log says of invitations beside their own rows: claims, and addresses from which letters came back.

use std::collections::{BTreeMap, BTreeSet};

use lectern_contract::{InvitationId, OrganizationId};
use lectern_entities::invitation;
use sea_orm::ConnectionTrait;

use super::claims::list;
use crate::{bounces, fault::Result};

/// The signs of some invitations.
pub(super) struct Signs {
    claims: BTreeMap<InvitationId, (u64, Option<String>)>,
    came_back: BTreeSet<String>,
}

impl Signs {
    /// Reads them at once.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        organization: OrganizationId,
        rows: &[invitation::Model],
    ) -> Result<Self> {
        let keys = rows.iter().map(|row| row.email_key.clone());
        Ok(Self {
            claims: list::of_invitations(db, rows.iter().map(|row| row.id)).await?,
            came_back: bounces::came_back(db, organization, keys).await?,
        })
    }

    /// How many wait to accept it with another address.
    pub(super) fn claims(&self, id: InvitationId) -> u64 {
        self.claims.get(&id).map_or(0, |(open, _)| *open)
    }

    /// The address it was first sent to, where a claim moved it.
    pub(super) fn first_sent_to(&self, id: InvitationId) -> Option<String> {
        self.claims.get(&id)?.1.clone()
    }

    /// Whether letters to its address came back.
    pub(super) fn came_back(&self, row: &invitation::Model) -> bool {
        self.came_back.contains(&row.email_key)
    }
}
