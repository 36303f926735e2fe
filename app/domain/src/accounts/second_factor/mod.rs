//! The second factor (`spec/safety.md`, Passwords): time-based codes (RFC 6238: SHA-1, six digits, thirty seconds, as
//! every authenticator app has them), and ten recovery codes for the day the telephone is lost.

mod code;
pub mod finish;
pub mod recovery;
pub mod renew;
pub mod reset;
pub mod rule;
pub mod set_up;

use chrono::TimeDelta;
use lectern_contract::{
    UserId,
    second_factor::{SecondFactor, SharedSecret},
};
use lectern_entities::second_factor;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::{accounts::users, actor::Actor, fault::Result, portal::Portal, secrets, tx::Tx};

/// How long a begun set-up shows its secret, and a finished one its recovery codes.
const SHOWN: TimeDelta = TimeDelta::minutes(15);

/// The second factor of a user, if it counts.
pub(crate) async fn of(db: &impl ConnectionTrait, user: UserId) -> Result<Option<second_factor::Model>> {
    let row = any_of(db, user).await?;
    Ok(row.filter(|row| row.confirmed_at.is_some()))
}

/// The same, whether it counts yet or not.
async fn any_of(db: &impl ConnectionTrait, user: UserId) -> Result<Option<second_factor::Model>> {
    Ok(second_factor::Entity::find()
        .filter(second_factor::Column::UserId.eq(user))
        .one(db)
        .await?)
}

/// Takes a user's second factor and recovery codes away; answers whether one counted.
pub(crate) async fn remove(tx: &Tx, user: UserId) -> Result<bool> {
    let counted = of(tx, user).await?.is_some();
    recovery::remove(tx, user).await?;
    second_factor::Entity::delete_many()
        .filter(second_factor::Column::UserId.eq(user))
        .exec(tx)
        .await?;
    Ok(counted)
}

/// Where the second factor of the person who asks stands. Secret and recovery codes are shown to the session that
/// made them alone, and for a quarter of an hour.
///
/// # Errors
/// The database's own; a fault where the secret key is another than the one it was made with.
pub async fn mine(portal: &Portal, actor: &Actor, session: &str) -> Result<SecondFactor> {
    let Some(row) = any_of(portal.reader(), actor.user).await? else {
        return Ok(SecondFactor::Off);
    };
    let shown = row.shown_to == secrets::hash(session) && portal.now() - row.updated_at < SHOWN;
    match row.confirmed_at {
        None if shown => {
            let user = users::find(portal.reader(), actor.organization, actor.user).await?;
            let issuer = crate::accounts::organizations::find(portal.reader(), actor.organization).await?;
            let secret = code::open(portal.secret(), &row)?;
            Ok(SecondFactor::Pending(SharedSecret {
                text: code::in_groups(&secret),
                url: code::url(&secret, &issuer.name, &user.email),
            }))
        }
        None => Ok(SecondFactor::Off),
        Some(_) if shown && row.codes_kept_at.is_none() => {
            Ok(SecondFactor::Fresh(recovery::codes(portal.secret(), &row)))
        }
        Some(since) => Ok(SecondFactor::On {
            since,
            codes_left: recovery::left(portal.reader(), actor.user).await?,
        }),
    }
}
