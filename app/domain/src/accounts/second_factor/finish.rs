//! The second half of a sign-in: a code after the password.

use chrono::{DateTime, TimeDelta, Utc};
use lectern_contract::{OrganizationId, Refusal, UserId, people::UserState};
use lectern_entities::{second_factor, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{code, of, recovery, set_up::digits};
use crate::{
    accounts::{
        devices,
        sign_in::{Place, SignedIn, record},
        throttle::{self, Who},
        users,
    },
    actor::Author,
    audit,
    fault::Result,
    letters,
    portal::Portal,
    secrets,
    tx::Tx,
};

/// How long a right password waits for its code.
const LIFE: TimeDelta = TimeDelta::minutes(10);

/// Somebody whose password was right and whose code is awaited. It gives no rights; a browser's session keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Half {
    organization: OrganizationId,
    user: UserId,
    since: DateTime<Utc>,
    /// Of the password that was right: a new one ends this.
    password: String,
}

impl Half {
    pub(crate) fn new(user: &user::Model, since: DateTime<Utc>) -> Self {
        Self {
            organization: user.organization_id,
            user: user.id,
            since,
            password: fingerprint(user),
        }
    }

    /// Whether a code can still be given.
    pub fn is_alive(&self, portal: &Portal) -> bool {
        portal.now() - self.since < LIFE
    }
}

fn fingerprint(user: &user::Model) -> String {
    secrets::hash(user.password_hash.as_deref().unwrap_or_default())
}

/// Signs in with a code of the authenticator app, or with a recovery code; answers the person's address, too.
///
/// # Errors
/// `WrongCode`, `TooManyTries`; `SignInFirst` where it took longer than ten minutes, or the account, its password or
/// its second factor changed meanwhile.
pub async fn finish(portal: &Portal, half: &Half, typed: &str, place: &Place) -> Result<(SignedIn, String)> {
    if !half.is_alive(portal) {
        return Err(Refusal::SignInFirst.into());
    }
    let user = users::find(portal.reader(), half.organization, half.user).await?;
    let device = devices::known(portal, &user.email, &place.device);
    let who = Who {
        account: &user.id.to_string(),
        source: &place.source,
        device: device.as_deref(),
    };
    let claim = throttle::claim(portal, throttle::Act::SecondFactor, &who).await?;
    let tx = portal.begin().await?;
    let user = users::find(&tx, half.organization, half.user).await?;
    let factor = of(&tx, user.id).await?.ok_or(Refusal::SignInFirst)?;
    if user.state != UserState::Active || fingerprint(&user) != half.password {
        return Err(Refusal::SignInFirst.into());
    }
    let fits = by_app(&tx, &factor, typed).await? || by_recovery(&tx, &user, typed, &place.source).await?;
    if !fits {
        return Err(Refusal::WrongCode.into());
    }
    claim.forgive(&tx).await?;
    let signed_in = record(&tx, &user, &place.source).await?;
    tx.commit().await?;
    Ok((signed_in, user.email))
}

/// Whether this is the app's code, and of a newer step than any before: each is good once. One statement decides,
/// so that of two who send the same code at once one is refused.
async fn by_app(tx: &Tx, factor: &second_factor::Model, typed: &str) -> Result<bool> {
    let secret = code::open(tx.secret(), factor)?;
    let Some(step) = code::step_of(&secret, &digits(typed), tx.now())? else {
        return Ok(false);
    };
    let newer = second_factor::Entity::update_many()
        .col_expr(second_factor::Column::LastStep, Expr::value(step))
        .filter(second_factor::Column::Id.eq(factor.id))
        .filter(second_factor::Column::LastStep.lt(step))
        .exec(tx)
        .await?;
    Ok(newer.rows_affected == 1)
}

async fn by_recovery(tx: &Tx, user: &user::Model, typed: &str, source: &str) -> Result<bool> {
    if !recovery::redeem(tx, user.id, typed).await? {
        return Ok(false);
    }
    let left = recovery::left(tx, user.id).await?;
    letters::recovery_code_used(tx, user, left).await?;
    let author = Author::link(user.organization_id, Some(user.id), source);
    let after = json!({ "codes_left": left });
    audit::note(tx, &author, "second_factor.recover", "user", user.id, after).await?;
    Ok(true)
}
