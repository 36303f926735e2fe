//! Who is told of what becomes of an invitation: its sender, while they can still act on it; else the admins.

use lectern_contract::people::UserState;
use lectern_entities::{invitation, user};

use crate::{accounts::users, courses::able, fault::Result, tx::Tx};

/// Somebody who is told.
#[derive(Clone, Debug)]
pub(crate) struct Reader {
    /// Who gets the letter.
    pub person: user::Model,
    /// Whose invitation it is to them, as before "invitation": "your", "Mara Lind’s".
    pub whose: String,
}

/// Who is told: the sender, while they can invite to the course; else every active admin, who can act in their place.
///
/// # Errors
/// The database's own.
pub(crate) async fn responsible(tx: &Tx, row: &invitation::Model) -> Result<Vec<Reader>> {
    let sender = users::find(tx, row.organization_id, row.sender_id).await?;
    if able::invites(tx, row.course_id, &sender).await? {
        return Ok(vec![Reader {
            person: sender,
            whose: "your".into(),
        }]);
    }
    let whose = match sender.state {
        UserState::Deleted => "a deleted user’s".to_owned(),
        _ => format!("{}’s", sender.name),
    };
    let admins = users::active_admins(tx, row.organization_id).await?.into_iter();
    let reader = |person| Reader {
        person,
        whose: whose.clone(),
    };
    Ok(admins.map(reader).collect())
}
