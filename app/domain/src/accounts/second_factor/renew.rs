//! New recovery codes, while the second factor stays as it is.

use lectern_contract::Refusal;
use lectern_entities::second_factor;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

use super::{of, recovery};
use crate::{
    accounts::{me::re_authenticate, users},
    actor::Actor,
    audit,
    fault::Result,
    letters,
    portal::Portal,
    secrets,
};

/// Makes new recovery codes after asking for the password; the old ones die at once. They are shown to `session`
/// alone, until they are kept.
///
/// # Errors
/// `WrongPassword`, `TooManyTries`; `SecondFactorOff`.
pub async fn renew(portal: &Portal, actor: &Actor, current: &str, session: &str) -> Result<()> {
    re_authenticate(portal, actor, current).await?;
    let tx = portal.begin().await?;
    let id = of(&tx, actor.user).await?.ok_or(Refusal::SecondFactorOff)?.id;
    // Of two at once the second makes the codes that count, and the page shows those.
    let row = tx.keep(second_factor::Entity::find_by_id(id)).one(&tx).await?;
    let mut row = row.ok_or(Refusal::SecondFactorOff)?;
    row.codes_round += 1;
    recovery::remove(&tx, actor.user).await?;
    recovery::keep(&tx, &row).await?;
    let change = second_factor::ActiveModel {
        id: Set(id),
        codes_round: Set(row.codes_round),
        shown_to: Set(secrets::hash(session)),
        codes_kept_at: Set(None),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    change.update(&tx).await?;
    let user = users::find(&tx, actor.organization, actor.user).await?;
    letters::recovery_codes_renewed(&tx, &user).await?;
    audit::note(
        &tx,
        &actor.author(),
        "second_factor.renew_codes",
        "user",
        actor.user,
        (),
    )
    .await?;
    tx.commit().await
}
