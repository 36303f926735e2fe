//! The server function behind the link to a new address.

use lectern_contract::notice::Notice;
use lectern_domain::accounts::reset;
use leptos::server;

use crate::{
    caller::{done, person, portal, source},
    refusal::Refused,
};

/// Changes the address of the person the link was made for.
#[server(prefix = "/do", endpoint = "use-address")]
pub async fn use_address(#[server(default)] token: String) -> Result<(), Refused> {
    let tx = portal().begin().await?;
    reset::change_email(&tx, &token, &source()).await?;
    tx.commit().await?;
    done(
        if person().is_some() { "/account" } else { "/sign-in" },
        Notice::EmailChanged,
    )
}
