//! Server functions around a forgotten password.

use lectern_contract::notice::Notice;
use lectern_domain::accounts::reset;
use leptos::server;

use crate::{
    caller::{done, person, portal, source},
    refusal::Refused,
};

/// Asks for a link to choose a new password; the answer is the same for every address.
#[server(prefix = "/do", endpoint = "ask-password")]
pub async fn ask_password(#[server(default)] email: String) -> Result<(), Refused> {
    reset::ask(&portal(), &email, &source()).await?;
    done(
        if person().is_some() { "/account" } else { "/sign-in" },
        Notice::ResetSent,
    )
}

/// Sets a password through a link.
#[server(prefix = "/do", endpoint = "choose-password")]
pub async fn choose_password(
    #[server(default)] token: String,
    #[server(default)] password: String,
    #[server(default)] repeat: String,
) -> Result<(), Refused> {
    reset::choose_password(&portal(), &token, &password, &repeat, &source()).await?;
    done("/sign-in", Notice::PasswordSet)
}
