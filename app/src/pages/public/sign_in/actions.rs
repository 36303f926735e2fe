//! The server function of the sign-in page.

use lectern_domain::accounts;
use leptos::server;

use crate::{
    caller::{go, local, portal, session, source},
    refusal::Refused,
};

/// Signs in and leads to where the person wanted to go.
#[server(prefix = "/do", endpoint = "sign-in")]
pub async fn sign_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<(), Refused> {
    let signed_in = accounts::sign_in::sign_in(&portal(), &email, &password, &source()).await?;
    session()?.start(signed_in).await?;
    go(if next.is_empty() {
        signed_in.role.home()
    } else {
        local(&next)
    })
}
