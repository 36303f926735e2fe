//! Server functions of the sign-in pages.

use lectern_contract::Refusal;
use lectern_domain::accounts::{
    second_factor::finish,
    sign_in::{self, SignedIn, Step},
};
use leptos::server;

use crate::{
    caller::{go, local, portal, session},
    cookies::{place, remember_device},
    format::encoded,
    refusal::{Answer, Refused},
};

/// Hears the password and leads to where the person wanted to go, or to the page that asks for the code.
#[server(prefix = "/do", endpoint = "sign-in")]
pub async fn sign_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<(), Refused> {
    match sign_in::sign_in(&portal(), &email, &password, &place()).await? {
        Step::In(signed_in) => {
            session()?.start(signed_in).await?;
            remember_device(&email);
            lead_on(signed_in, &next)
        }
        Step::Code(half) => {
            session()?.start_half(half).await?;
            go(&code_path(&next))
        }
    }
}

/// Hears the code after the password.
#[server(prefix = "/do", endpoint = "sign-in-code")]
pub async fn sign_in_code(#[server(default)] code: String, #[server(default)] next: String) -> Result<(), Refused> {
    let half = session()?.half().await?.ok_or(Refusal::SignInFirst)?;
    let (signed_in, email) = finish::finish(&portal(), &half, &code, &place()).await?;
    session()?.start(signed_in).await?;
    remember_device(&email);
    lead_on(signed_in, &next)
}

/// The page that asks for the code, and leads to `next` afterwards.
pub fn code_path(next: &str) -> String {
    format!("/sign-in/code?next={}", encoded(next))
}

fn lead_on(signed_in: SignedIn, next: &str) -> Answer<()> {
    go(if next.is_empty() {
        signed_in.role.home()
    } else {
        local(next)
    })
}
