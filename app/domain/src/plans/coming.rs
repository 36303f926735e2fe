//! What the subscription will grant by the calendar, as it stands now.

use chrono::{DateTime, Utc};
use lectern_contract::{OrganizationId, plans::SubscriptionState};
use sea_orm::ConnectionTrait;

use super::{begins, find, live, share};
use crate::fault::Result;

/// Periods looked at, at most: a year of months, and one more.
const PERIODS: usize = 13;

/// The grants up to an instant, in their order; none where the plan will lapse, has lapsed, or there is none.
///
/// # Errors
/// The database's own.
pub(crate) async fn grants(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    until: DateTime<Utc>,
) -> Result<Vec<(DateTime<Utc>, i64)>> {
    let Some(mut row) = live(db, organization).await? else {
        return Ok(vec![]);
    };
    let mut grants = Vec::new();
    while let Some(due) = row.due_at.filter(|due| *due <= until && grants.len() < PERIODS) {
        if row.state != SubscriptionState::Active {
            break;
        }
        row.period += 1;
        if let Some(next) = row.next_plan_id.take() {
            let plan = find(db, organization, next).await?;
            if plan.billing != row.billing {
                (row.anchor_at, row.anchor_period) = (due, row.period);
            }
            (row.credits, row.billing) = (plan.credits, plan.billing);
        }
        grants.push((due, share(db, &row, row.period, row.credits).await?.amount));
        row.due_at = Some(begins(db, &row, row.period + 1).await?);
    }
    Ok(grants)
}
