//! Turning the second factor on and off, each after proving again who one is.

use lectern_contract::{Refusal, SecondFactorId};
use lectern_entities::second_factor;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, ModelTrait};

use super::{SHOWN, any_of, code, recovery, remove};
use crate::{
    accounts::{
        me::re_authenticate,
        throttle::{self, Who},
        users,
    },
    actor::Actor,
    audit,
    fault::Result,
    letters,
    portal::Portal,
    secrets,
    tx::Tx,
};

/// Makes a secret, which counts once a code of it was typed. One that was begun before is replaced.
///
/// # Errors
/// `WrongPassword`, `TooManyTries`; `SecondFactorOn`.
pub async fn begin(portal: &Portal, actor: &Actor, current: &str, session: &str) -> Result<()> {
    re_authenticate(portal, actor, current).await?;
    let tx = portal.begin().await?;
    match any_of(&tx, actor.user).await? {
        Some(row) if row.confirmed_at.is_some() => return Err(Refusal::SecondFactorOn.into()),
        Some(begun) => {
            begun.delete(&tx).await?;
        }
        None => {}
    }
    let id: SecondFactorId = tx.new_id();
    let chance = portal.chance();
    let secret = &chance.bytes()[..code::SECRET];
    let row = second_factor::ActiveModel {
        id: Set(id),
        organization_id: Set(actor.organization),
        user_id: Set(actor.user),
        secret: Set(tx.secret().seal(code::PURPOSE, id.0, &chance.bytes(), secret)?),
        shown_to: Set(secrets::hash(session)),
        last_step: Set(0),
        confirmed_at: Set(None),
        codes_kept_at: Set(None),
        codes_round: Set(0),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    if !tx.insert_unless_taken(row).await? {
        return Err(Refusal::SecondFactorOn.into());
    }
    tx.commit().await
}

/// Makes the second factor count, and its recovery codes.
///
/// # Errors
/// `WrongCode`, `TooManyTries`; `SecondFactorOn`; `SecondFactorOff` where it was begun too long ago or elsewhere.
pub async fn confirm(portal: &Portal, actor: &Actor, typed: &str, session: &str) -> Result<()> {
    let who = Who {
        account: &actor.user.to_string(),
        source: &actor.source,
        device: None,
    };
    let claim = throttle::claim(portal, throttle::Act::SecondFactor, &who).await?;
    let tx = portal.begin().await?;
    let row = begun(&tx, actor, session).await?;
    let secret = code::open(tx.secret(), &row)?;
    let step = code::step_of(&secret, &digits(typed), tx.now())?.ok_or(Refusal::WrongCode)?;
    let counts = second_factor::ActiveModel {
        id: Set(row.id),
        last_step: Set(step),
        confirmed_at: Set(Some(tx.now())),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    counts.update(&tx).await?;
    recovery::keep(&tx, &row).await?;
    claim.forgive(&tx).await?;
    let user = users::find(&tx, actor.organization, actor.user).await?;
    letters::second_factor_on(&tx, &user).await?;
    audit::note(&tx, &actor.author(), "second_factor.on", "user", actor.user, ()).await?;
    tx.commit().await
}

/// The set-up that this session began. Of two confirmations at once the second finds it done.
async fn begun(tx: &Tx, actor: &Actor, session: &str) -> Result<second_factor::Model> {
    let id = any_of(tx, actor.user).await?.ok_or(Refusal::SecondFactorOff)?.id;
    let row = tx.keep(second_factor::Entity::find_by_id(id)).one(tx).await?;
    let row = row.ok_or(Refusal::SecondFactorOff)?;
    if row.confirmed_at.is_some() {
        return Err(Refusal::SecondFactorOn.into());
    }
    if row.shown_to != secrets::hash(session) || tx.now() - row.updated_at >= SHOWN {
        return Err(Refusal::SecondFactorOff.into());
    }
    Ok(row)
}

/// The person has kept their recovery codes: they are not shown again.
///
/// # Errors
/// `SecondFactorOff`.
pub async fn keep_codes(tx: &Tx, actor: &Actor) -> Result<()> {
    let row = super::of(tx, actor.user).await?.ok_or(Refusal::SecondFactorOff)?;
    let kept = second_factor::ActiveModel {
        id: Set(row.id),
        codes_kept_at: Set(Some(tx.now())),
        ..Default::default()
    };
    kept.update(tx).await?;
    Ok(())
}

/// Turns the person's second factor off.
///
/// # Errors
/// `WrongPassword`, `TooManyTries`; `SecondFactorOff`.
pub async fn turn_off(portal: &Portal, actor: &Actor, current: &str) -> Result<()> {
    re_authenticate(portal, actor, current).await?;
    let tx = portal.begin().await?;
    if !remove(&tx, actor.user).await? {
        return Err(Refusal::SecondFactorOff.into());
    }
    let user = users::find(&tx, actor.organization, actor.user).await?;
    letters::second_factor_off(&tx, &user).await?;
    audit::note(&tx, &actor.author(), "second_factor.off", "user", actor.user, ()).await?;
    tx.commit().await
}

/// What was typed without spaces: apps show `123 456`.
pub(super) fn digits(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace()).collect()
}
