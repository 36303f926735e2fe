//! What somebody is and was called here.

use std::collections::BTreeSet;

use lectern_contract::{UserId, addresses, audit::AuditAct, people::UserState};
use lectern_entities::{audit, claim, invitation, registration, ticket, user};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use serde_json::Value;

use crate::{accounts::input::email_key, fault::Result};

/// Names and addresses.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub names: BTreeSet<String>,
    pub addresses: BTreeSet<String>,
}

impl Found {
    /// Reads them: from the person's row, from what was written down of its changes, from links to new addresses, from
    /// invitations they accepted, and from what they claimed. What others here are called by now is left out: it does
    /// not name this one any more.
    pub async fn of(db: &impl ConnectionTrait, user: &user::Model) -> Result<Self> {
        let mut found = Self::default();
        found.names.insert(user.name.clone());
        found.addresses.insert(user.email.clone());
        found.earlier(db, user).await?;
        found.addresses.extend(asked_for(db, user.id).await?);
        found.addresses.extend(accepted_as(db, user.id).await?);
        found.claimed(db, user).await?;
        found.leave_others(db, user).await?;
        Ok(found)
    }

    fn keys(&self) -> BTreeSet<String> {
        self.addresses.iter().map(|address| email_key(address)).collect()
    }

    /// What they were called before, as the audit log has it.
    async fn earlier(&mut self, db: &impl ConnectionTrait, user: &user::Model) -> Result<()> {
        let acts = [AuditAct::UserCreate, AuditAct::UserEdit, AuditAct::EmailChange];
        let rows = audit::Entity::find()
            .filter(audit::Column::OrganizationId.eq(user.organization_id))
            .filter(audit::Column::SubjectId.eq(user.id.0))
            .filter(audit::Column::Act.is_in(acts.map(AuditAct::as_str)))
            .all(db)
            .await?;
        for side in rows.iter().flat_map(|row| [&row.before, &row.after]).flatten() {
            self.read(side, false);
        }
        Ok(())
    }

    /// Reads a side of an audit row: what is an address, and what is called a name.
    fn read(&mut self, value: &Value, is_name: bool) {
        match value {
            Value::String(text) if addresses::is_address(text) => {
                self.addresses.insert(text.clone());
            }
            Value::String(text) if is_name => {
                self.names.insert(text.clone());
            }
            Value::Array(all) => {
                for one in all {
                    self.read(one, is_name);
                }
            }
            Value::Object(all) => {
                for (key, one) in all {
                    self.read(one, key == "name");
                }
            }
            _ => {}
        }
    }

    /// With what they claimed invitations, signed in or not.
    async fn claimed(&mut self, db: &impl ConnectionTrait, user: &user::Model) -> Result<()> {
        let theirs = Condition::any()
            .add(claim::Column::UserId.eq(user.id))
            .add(claim::Column::EmailKey.is_in(self.keys()));
        let claims = claim::Entity::find()
            .filter(claim::Column::OrganizationId.eq(user.organization_id))
            .filter(theirs)
            .all(db)
            .await?;
        for claim in claims {
            self.names.insert(claim.name);
            self.addresses.insert(claim.email);
        }
        Ok(())
    }

    async fn leave_others(&mut self, db: &impl ConnectionTrait, user: &user::Model) -> Result<()> {
        let same = Condition::any()
            .add(user::Column::Name.is_in(self.names.iter().cloned()))
            .add(user::Column::EmailKey.is_in(self.keys()));
        let others = user::Entity::find()
            .filter(user::Column::OrganizationId.eq(user.organization_id))
            .filter(user::Column::Id.ne(user.id))
            .filter(user::Column::State.ne(UserState::Deleted))
            .filter(same)
            .all(db)
            .await?;
        for other in others {
            self.names.remove(&other.name);
            self.addresses.retain(|address| email_key(address) != other.email_key);
        }
        Ok(())
    }
}

/// New addresses they asked for, whether or not they took them.
async fn asked_for(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<String>> {
    Ok(ticket::Entity::find()
        .select_only()
        .column(ticket::Column::Email)
        .filter(ticket::Column::UserId.eq(user))
        .filter(ticket::Column::Email.is_not_null())
        .into_tuple()
        .all(db)
        .await?)
}

/// The addresses under which they accepted invitations.
async fn accepted_as(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<String>> {
    let theirs = registration::Entity::find()
        .select_only()
        .column(registration::Column::Id)
        .filter(registration::Column::UserId.eq(user));
    Ok(invitation::Entity::find()
        .select_only()
        .column(invitation::Column::Email)
        .filter(invitation::Column::RegistrationId.in_subquery(theirs.into_query()))
        .into_tuple()
        .all(db)
        .await?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_audit_row_tells_names_and_addresses_however_it_is_put() {
        for side in [
            json!({ "name": "Al", "email": "al@x.example", "roles": ["learner"] }),
            json!({ "email": { "name": ["Al"] }, "to": "al@x.example" }),
        ] {
            let mut found = Found::default();
            found.read(&side, false);
            assert_eq!(found.names, BTreeSet::from(["Al".to_owned()]), "{side}");
            assert_eq!(found.addresses, BTreeSet::from(["al@x.example".to_owned()]), "{side}");
        }
    }
}
