//! Who acts: a signed-in person in one role, or an author without a person (the clock, a stranger).

use lectern_contract::{OrganizationId, Refusal, Role, UserId};

use crate::fault::Result;

/// A signed-in person acting in one of their roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The organization whose rows they may see.
    pub organization: OrganizationId,
    /// The person.
    pub user: UserId,
    /// The role they act in.
    pub role: Role,
    /// Where the request came from, for the audit log.
    pub source: String,
}

impl Actor {
    /// The first line of an act that only one role may do.
    ///
    /// # Errors
    /// `NotFound` for every other role: what is not yours does not exist.
    pub fn require(&self, role: Role) -> Result<()> {
        if self.role == role {
            Ok(())
        } else {
            Err(Refusal::NotFound.into())
        }
    }

    /// The first line of an act that several roles may do.
    ///
    /// # Errors
    /// `NotFound` for every other role.
    pub fn require_one_of(&self, roles: &[Role]) -> Result<()> {
        if roles.contains(&self.role) {
            Ok(())
        } else {
            Err(Refusal::NotFound.into())
        }
    }

    /// The person as an author of ledger and audit rows.
    pub fn author(&self) -> Author {
        Author {
            organization: self.organization,
            user: Some(self.user),
            role: Some(self.role),
            source: self.source.clone(),
        }
    }
}

/// Who stands in a ledger or audit row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// Whose row it is.
    pub organization: OrganizationId,
    /// The person, if there was one.
    pub user: Option<UserId>,
    /// The role they acted in.
    pub role: Option<Role>,
    /// Where the request came from.
    pub source: String,
}

impl Author {
    /// The portal's own clock: expiries and other jobs.
    pub fn clock(organization: OrganizationId) -> Self {
        Self {
            organization,
            user: None,
            role: None,
            source: "clock".into(),
        }
    }

    /// A payment provider that tells of an order.
    pub fn provider(organization: OrganizationId, name: &str) -> Self {
        Self {
            organization,
            user: None,
            role: None,
            source: name.into(),
        }
    }

    /// A person who acts through a link and is not signed in.
    pub fn link(organization: OrganizationId, user: Option<UserId>, source: &str) -> Self {
        Self {
            organization,
            user,
            role: user.map(|_| Role::Learner),
            source: source.into(),
        }
    }
}
