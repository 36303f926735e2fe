//! Server functions of one's own second factor.

use lectern_contract::notice::Notice;
use lectern_domain::accounts::second_factor::{renew, set_up};
use leptos::server;

use super::PATH;
use crate::{
    caller::{caller, done, go},
    refusal::Refused,
};

/// Makes a secret after asking for the password, and shows it.
#[server(prefix = "/do", endpoint = "begin-second-factor")]
pub async fn begin_second_factor(#[server(default)] current: String) -> Result<(), Refused> {
    let caller = caller()?;
    set_up::begin(&caller.portal, caller.actor(), &current, &caller.session.token()).await?;
    go(PATH)
}

/// Makes the second factor count, by its first right code.
#[server(prefix = "/do", endpoint = "confirm-second-factor")]
pub async fn confirm_second_factor(#[server(default)] code: String) -> Result<(), Refused> {
    let caller = caller()?;
    set_up::confirm(&caller.portal, caller.actor(), &code, &caller.session.token()).await?;
    done(PATH, Notice::SecondFactorOn)
}

/// Shows the recovery codes no more.
#[server(prefix = "/do", endpoint = "keep-recovery-codes")]
pub async fn keep_recovery_codes() -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    set_up::keep_codes(&tx, caller.actor()).await?;
    tx.commit().await?;
    done("/account", Notice::CodesKept)
}

/// Makes new recovery codes, after asking for the password.
#[server(prefix = "/do", endpoint = "renew-recovery-codes")]
pub async fn renew_recovery_codes(#[server(default)] current: String) -> Result<(), Refused> {
    let caller = caller()?;
    renew::renew(&caller.portal, caller.actor(), &current, &caller.session.token()).await?;
    done(PATH, Notice::CodesRenewed)
}

/// Turns the second factor off, after asking for the password.
#[server(prefix = "/do", endpoint = "turn-off-second-factor")]
pub async fn turn_off_second_factor(#[server(default)] current: String) -> Result<(), Refused> {
    let caller = caller()?;
    set_up::turn_off(&caller.portal, caller.actor(), &current).await?;
    caller.session.renew().await?;
    done("/account", Notice::SecondFactorOff)
}
