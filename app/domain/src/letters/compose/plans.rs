//! Letters about a plan that lapses, and what becomes of its credits.

use chrono::{DateTime, Utc};
use lectern_contract::letters::LetterKind;
use lectern_entities::user;

use super::{super::paper::Draft, credits, when};
use crate::{accounts::organizations, fault::Result, tx::Tx};

/// To an admin: the plan lapsed and credits are frozen until this instant.
pub(crate) async fn plan_lapsed(tx: &Tx, admin: &user::Model, until: DateTime<Utc>) -> Result<()> {
    let from = organizations::find(tx, admin.organization_id).await?;
    Draft::new(&from, LetterKind::PlanLapsed, &admin.email)
        .about("Your plan has lapsed: credits are frozen")
        .says("The plan has lapsed. Its credits are kept, but cannot be spent; whoever is enrolled or invited goes on.")
        .says(format!(
            "Renew it by {} at {}/admin/plans to spend them again. After that the plan’s unused credits expire.",
            when(until, &from),
            tx.portal().settings().base_url
        ))
        .put(tx)
        .await
}

/// To a manager with free credits: they cannot be spent for now.
pub(crate) async fn credits_frozen(tx: &Tx, manager: &user::Model, until: DateTime<Utc>) -> Result<()> {
    let from = organizations::find(tx, manager.organization_id).await?;
    Draft::new(&from, LetterKind::PlanLapsed, &manager.email)
        .about("Your credits are frozen")
        .says("The plan has lapsed, so new invitations cannot be sent for now. Those on their way can still be accepted, and whoever is enrolled goes on.")
        .says(format!(
            "An admin can renew the plan until {}; then your credits can be spent again.",
            when(until, &from)
        ))
        .put(tx)
        .await
}

/// To an admin: the grace is nearly over.
pub(crate) async fn grace_ending(tx: &Tx, admin: &user::Model, until: DateTime<Utc>, left: i64) -> Result<()> {
    let from = organizations::find(tx, admin.organization_id).await?;
    Draft::new(&from, LetterKind::GraceEnding, &admin.email)
        .about(format!("{} will expire soon", credits(left)))
        .says(format!(
            "The plan lapsed and was not renewed. On {} its unused credits expire: {} as of now.",
            when(until, &from),
            credits(left)
        ))
        .says(format!(
            "Renew it before that at {}/admin/plans.",
            tx.portal().settings().base_url
        ))
        .put(tx)
        .await
}

/// To an admin: the grace is over, and so many credits expired.
pub(crate) async fn plan_expired(tx: &Tx, admin: &user::Model, expired: i64) -> Result<()> {
    let from = organizations::find(tx, admin.organization_id).await?;
    Draft::new(&from, LetterKind::PlanExpired, &admin.email)
        .about(format!("{} expired with the plan", credits(expired)))
        .says(format!(
            "The plan was not renewed within its grace, so its unused credits expired: {}. Credits that were bought or granted stay and can be spent.",
            credits(expired)
        ))
        .says(format!("Subscribe anew at {}/admin/plans.", tx.portal().settings().base_url))
        .put(tx)
        .await
}
