//! The server function of the set-up page.

use lectern_contract::notice::Notice;
use lectern_domain::{
    Actor,
    accounts::{
        organizations::OrganizationForm,
        setup::{self, AdminForm},
    },
    samples,
};
use leptos::server;

use crate::{
    caller::{done, portal, session, source},
    refusal::Refused,
};

/// Makes the organization and its first admin, and signs them in.
#[server(prefix = "/do", endpoint = "set-up")]
#[allow(clippy::too_many_arguments, reason = "the fields of one form")]
pub async fn set_up(
    #[server(default)] token: String,
    #[server(default)] title: String,
    #[server(default)] time_zone: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] repeat: String,
    #[server(default)] demo: Option<String>,
) -> Result<(), Refused> {
    let organization = OrganizationForm { name: title, time_zone };
    let admin = AdminForm {
        name,
        email,
        password,
        repeat,
    };
    let (portal, password) = (portal(), admin.password.clone());
    let signed_in = setup::set_up(&portal, &token, &organization, &admin, &source()).await?;
    session()?.start(signed_in).await?;
    if demo.is_none() {
        return done("/admin", Notice::Saved);
    }
    let actor = Actor {
        organization: signed_in.organization,
        user: signed_in.user,
        role: signed_in.role,
        source: "set-up".into(),
    };
    samples::demo(&portal, &actor, &password).await?;
    done("/admin", Notice::DemoLoaded)
}
