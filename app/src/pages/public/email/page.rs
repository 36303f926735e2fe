//! The page behind the link to a new address.

use axum::http::StatusCode;
use lectern_contract::Refusal;
use lectern_domain::accounts::reset;
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::UseAddress;
use crate::{
    caller::{path_id, portal},
    components::{Head, PostForm, screen},
    pages::public::ended::Ended,
    refusal::Refused,
};

/// `/email/:token`; opening it changes nothing, its button does.
#[component]
pub fn EmailPage() -> impl IntoView {
    let (portal, token) = (portal(), path_id::<String>("token"));
    screen(async move {
        let token = token?;
        match reset::look_email(&portal, &token).await.map_err(Refused::from) {
            Ok(email) => Ok(view! { <Confirm token email/> }.into_any()),
            Err(Refused(Refusal::StaleLink)) => Ok(view! { <Stale/> }.into_any()),
            Err(refused) => Err(refused),
        }
    })
}

#[component]
fn Confirm(token: String, email: String) -> impl IntoView {
    view! {
        <main class="page page-narrow" id="main" tabindex="-1">
            <Head title="Your new address"/>
            <p>"From now on you sign in with "<strong>{email}</strong>", and letters go there."</p>
            <PostForm action=UseAddress::url()>
                <input type="hidden" name="token" value=token/>
                <div class="btn-row"><button class="btn btn-primary">"Use this address"</button></div>
            </PostForm>
        </main>
    }
}

#[component]
fn Stale() -> impl IntoView {
    let way = ("/account".to_owned(), "Ask for a new link");
    view! { <Ended status=StatusCode::GONE title="An old link" text=Refusal::StaleLink.sentence() way/> }
}
