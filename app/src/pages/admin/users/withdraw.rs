//! What withdrawing a registration will do, before it is done.

use lectern_contract::{
    Refusal, RegistrationId,
    registrations::{RegistrationState, Withdrawal},
};
use lectern_domain::registrations::withdraw;
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::WithdrawRegistration;
use crate::{
    caller::{caller, path_id},
    components::{Confirm, Head, confirm::Consequence, screen},
};

/// `/admin/registrations/:id/withdraw`
#[component]
pub fn WithdrawPage() -> impl IntoView {
    let (caller, id) = (caller(), path_id::<RegistrationId>("id"));
    screen(async move {
        let (caller, id) = (caller?, id?);
        let asked = withdraw::preview(&caller.portal, caller.actor(), id).await?;
        if asked.state == RegistrationState::Withdrawn {
            return Err(Refusal::AlreadyWithdrawn.into());
        }
        let profile = format!("/admin/users/{}", asked.user);
        let crumbs = vec![
            ("/admin/users".to_owned(), "Users".to_owned()),
            (profile.clone(), asked.name.clone()),
        ];
        let fields = vec![("registration", id.to_string()), ("user", asked.user.to_string())];
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title=format!("Withdraw {}", asked.name) sub=asked.title.clone() crumbs/>
                <Confirm action=WithdrawRegistration::url() fields consequences=consequences(&asked)
                    label=format!("Withdraw from {}", asked.title) back=(profile, "Keep the registration")/>
            </main>
        })
    })
}

fn consequences(asked: &Withdrawal) -> Vec<Consequence> {
    let sentence = asked.ruling.sentence();
    let credit = match &asked.returns_to {
        Some(account) => ("good", format!("{sentence}, {account}")),
        None => ("attention", sentence),
    };
    vec![
        (
            "attention",
            format!("{} loses access to {} at once", asked.name, asked.title),
        ),
        credit,
        ("", "Results so far are kept; enrolling again brings them back".into()),
    ]
}
