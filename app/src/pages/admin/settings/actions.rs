//! The server function of the settings.
#![allow(clippy::too_many_arguments, reason = "one argument per setting")]

use lectern_contract::{
    notice::Notice,
    settings::{Proration, RefundPolicy},
};
use lectern_domain::{
    credits::watch::thresholds::{self, ThresholdsForm},
    settings::{self, SettingsForm},
};
use leptos::server;

use crate::{
    caller::{caller, done},
    refusal::Refused,
};

/// Changes the organization's settings. A box that is not ticked is not sent.
#[server(prefix = "/do", endpoint = "change-settings")]
pub async fn change_settings(
    #[server(default)] invitation_days: String,
    refund_policy: RefundPolicy,
    #[server(default)] refund_percent: String,
    #[server(default)] refund_days: String,
    proration: Proration,
    #[server(default)] managers_can_buy: bool,
    #[server(default)] grace_days: String,
    #[server(default)] reminders: bool,
) -> Result<(), Refused> {
    let caller = caller()?;
    let form = SettingsForm {
        invitation_days,
        refund_policy,
        refund_percent,
        refund_days,
        proration,
        managers_can_buy,
        grace_days,
        reminders,
    };
    let tx = caller.portal.begin().await?;
    settings::change(&tx, caller.actor(), &form).await?;
    tx.commit().await?;
    done("/admin/settings", Notice::Saved)
}

/// Changes when people are told of low balances.
#[server(prefix = "/do", endpoint = "set-thresholds")]
pub async fn set_thresholds(
    #[server(default)] low_pool: String,
    #[server(default)] low_course: String,
    #[server(default)] low_managers: String,
) -> Result<(), Refused> {
    let caller = caller()?;
    let form = ThresholdsForm {
        pool: low_pool,
        course: low_course,
        managers: low_managers,
    };
    let tx = caller.portal.begin().await?;
    thresholds::set(&tx, caller.actor(), &form).await?;
    tx.commit().await?;
    done("/admin/settings", Notice::Saved)
}
