//! Server functions of the acceptance page and the pages around it.

use lectern_contract::{Role, notice::Notice};
use lectern_domain::{
    accounts::sign_in::Step,
    invitations::{
        accept, ask_again,
        claims::{self, Claimant},
        decline, disown, remind,
    },
    refused::{Attempt, watch},
};
use leptos::server;

use crate::{
    caller::{caller, done, go, person, portal, session, source},
    cookies::{place, remember_device},
    pages::public::sign_in::actions::code_path,
    refusal::Refused,
};

/// Accepts as the person who is signed in, who learns from then on.
#[server(prefix = "/do", endpoint = "accept-invitation")]
pub async fn accept_invitation(#[server(default)] token: String) -> Result<(), Refused> {
    let caller = caller()?;
    let attempt = Attempt::Accept(caller.actor().clone(), token.clone());
    let act = async {
        let tx = caller.portal.begin().await?;
        accept::accept(&tx, caller.actor(), &token).await?;
        tx.commit().await
    };
    watch(&caller.portal, attempt, act).await?;
    if caller.actor().role != Role::Learner {
        caller.session.act_as(Role::Learner).await?;
    }
    done(Role::Learner.home(), Notice::InvitationAccepted)
}

/// Accepts with the password of the invited address's account, and signs in. Who has a second factor gives its code
/// first and accepts then, signed in.
#[server(prefix = "/do", endpoint = "accept-with-password")]
pub async fn accept_with_password(
    #[server(default)] token: String,
    #[server(default)] password: String,
) -> Result<(), Refused> {
    let (portal, place) = (portal(), place());
    let attempt = Attempt::AcceptByLink(place.source.clone(), token.clone());
    let act = accept::accept_with_password(&portal, &token, &password, &place);
    let (step, email) = watch(&portal, attempt, act).await?;
    let signed_in = match step {
        Step::In(signed_in) => signed_in,
        Step::Code(half) => {
            session()?.start_half(half).await?;
            return go(&code_path(&format!("/invitation/{token}")));
        }
    };
    session()?.start(signed_in).await?;
    remember_device(&email);
    done(Role::Learner.home(), Notice::InvitationAccepted)
}

/// Accepts as somebody new: makes the account, and signs in.
#[server(prefix = "/do", endpoint = "accept-as-new")]
pub async fn accept_as_new(
    #[server(default)] token: String,
    #[server(default)] name: String,
    #[server(default)] password: String,
    #[server(default)] repeat: String,
) -> Result<(), Refused> {
    let (portal, source) = (portal(), source());
    let attempt = Attempt::AcceptByLink(source.clone(), token.clone());
    let act = accept::accept_new(&portal, &token, &name, &password, &repeat, &source);
    let signed_in = watch(&portal, attempt, act).await?;
    session()?.start(signed_in).await?;
    done(Role::Learner.home(), Notice::InvitationAccepted)
}

/// Declines through the link alone; its page then says that it was declined.
#[server(prefix = "/do", endpoint = "decline-invitation")]
pub async fn decline_invitation(#[server(default)] token: String) -> Result<(), Refused> {
    let tx = portal().begin().await?;
    decline::decline(&tx, &token, &source()).await?;
    tx.commit().await?;
    done(&format!("/invitation/{token}"), Notice::InvitationDeclined)
}

/// Asks the sender to let somebody accept with another address: the account that is signed in, or what was typed.
#[server(prefix = "/do", endpoint = "claim-invitation")]
pub async fn claim_invitation(
    #[server(default)] token: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
) -> Result<(), Refused> {
    let person = person();
    let claimant = Claimant {
        actor: person.as_ref().map(|person| &person.actor),
        name: &name,
        email: &email,
    };
    let tx = portal().begin().await?;
    claims::ask(&tx, &token, claimant, &source()).await?;
    tx.commit().await?;
    done(&format!("/invitation/{token}"), Notice::ClaimSent)
}

/// Says through the link alone that the invitation is not for whoever got it.
#[server(prefix = "/do", endpoint = "disown-invitation")]
pub async fn disown_invitation(#[server(default)] token: String) -> Result<(), Refused> {
    let tx = portal().begin().await?;
    disown::disown(&tx, &token, &source()).await?;
    tx.commit().await?;
    done(&format!("/invitation/{token}"), Notice::Disowned)
}

/// Stops reminders through the link alone.
#[server(prefix = "/do", endpoint = "refuse-reminders")]
pub async fn refuse_reminders(#[server(default)] token: String) -> Result<(), Refused> {
    let tx = portal().begin().await?;
    remind::stop_by_link(&tx, &token, &source()).await?;
    tx.commit().await?;
    done(&format!("/invitation/{token}"), Notice::NoMoreReminders)
}

/// Asks for a new invitation through an old link; the answer is the same whatever the link is.
#[server(prefix = "/do", endpoint = "ask-for-invitation")]
pub async fn ask_for_invitation(#[server(default)] token: String) -> Result<(), Refused> {
    ask_again::ask_again(&portal(), &token, &source()).await?;
    done(&format!("/invitation/{token}"), Notice::AskedAgain)
}
