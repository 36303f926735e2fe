//! The ways to accept: as the one signed in, by password, or as somebody new. Declining is always beside them.

use lectern_contract::refusal::Field as Name;
use lectern_domain::accounts::{input::email_key, sessions::Person};
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::{AcceptAsNew, AcceptInvitation, AcceptWithPassword};
use crate::{
    components::{Field, PostForm},
    pages::account::actions::SignOut,
};

/// The one way that fits who is looking.
#[component]
pub fn Ways(
    /// The link's token.
    token: String,
    /// Who is signed in.
    person: Option<Person>,
    /// The invited address.
    email: String,
    /// Whether the invited address can sign in here.
    known: bool,
) -> impl IntoView {
    match person {
        Some(person) if email_key(&person.email) == email_key(&email) => view! { <AsOneself token/> }.into_any(),
        Some(person) => view! { <AsAnother token person email/> }.into_any(),
        None if known => view! { <ByPassword token email/> }.into_any(),
        None => view! { <AsNew token email/> }.into_any(),
    }
}

/// What else the link is good for, unless it is the one signed in who is invited.
#[component]
pub fn OtherWays(
    /// The link's token.
    token: String,
    /// Who is signed in.
    person: Option<Person>,
    /// The invited address.
    email: String,
) -> impl IntoView {
    let way = move |page: &str| format!("/invitation/{token}/{page}");
    let oneself = person
        .as_ref()
        .is_some_and(|person| email_key(&person.email) == email_key(&email));
    (!oneself).then(|| {
        view! {
            <ul class="other-ways">
                {person.is_none().then(|| view! { <li><a href=way("claim")>"Accept with another address"</a></li> })}
                <li><a href=way("not-me")>"This is not me"</a></li>
            </ul>
        }
    })
}

/// The buttons below every form: accept, or go and decline.
#[component]
fn Buttons(token: String, accept: &'static str) -> impl IntoView {
    view! {
        <div class="btn-row">
            <button class="btn btn-primary">{accept}</button>
            <a class="btn" href=decline_path(&token)>"Decline"</a>
        </div>
    }
}

fn decline_path(token: &str) -> String {
    format!("/invitation/{token}/decline")
}

#[component]
fn AsOneself(token: String) -> impl IntoView {
    view! {
        <PostForm action=AcceptInvitation::url()>
            <input type="hidden" name="token" value=token.clone()/>
            <Buttons token accept="Accept"/>
        </PostForm>
    }
}

/// It never binds to another account silently: the sender is asked.
#[component]
fn AsAnother(token: String, person: Person, email: String) -> impl IntoView {
    let claim = format!("/invitation/{token}/claim");
    let ask = format!("Ask to accept as {}", person.name);
    view! {
        <p>
            "You are signed in as "<strong>{person.name}</strong>" ("{person.email}"). This invitation is for "
            <strong>{email}</strong>" and cannot be accepted with another account. Sign out first; you come back here. Or ask the sender to let you accept it as you are."
        </p>
        <div class="btn-row"><a class="btn" href=claim>{ask}</a></div>
        <PostForm action=SignOut::url()>
            <input type="hidden" name="next" value=format!("/invitation/{token}")/>
            <Buttons token accept="Sign out"/>
        </PostForm>
    }
}

#[component]
fn ByPassword(token: String, email: String) -> impl IntoView {
    view! {
        <PostForm action=AcceptWithPassword::url()>
            <input type="hidden" name="token" value=token.clone()/>
            <Named email/>
            <Field field=Name::Password label="Password" kind="password" autocomplete="current-password"
                hint="This address has an account here; its password accepts."/>
            <Buttons token accept="Sign in and accept"/>
        </PostForm>
        <ul class="other-ways"><li><a href="/forgot-password">"Forgot your password?"</a></li></ul>
    }
}

#[component]
fn AsNew(token: String, email: String) -> impl IntoView {
    view! {
        <PostForm action=AcceptAsNew::url()>
            <input type="hidden" name="token" value=token.clone()/>
            <Named email/>
            <Field field=Name::Name label="Your name" autocomplete="name"/>
            <Field field=Name::Password label="Password" kind="password" autocomplete="new-password" hint="At least 8 characters."/>
            <Field field=Name::Repeat label="Password once more" kind="password" autocomplete="new-password"/>
            <Buttons token accept="Accept"/>
        </PostForm>
    }
}

/// The address the password will belong to, so that password managers keep both.
#[component]
fn Named(email: String) -> impl IntoView {
    view! {
        <div class="field">
            <label for="invited">"E-mail address"</label>
            <input id="invited" type="email" value=email autocomplete="username" readonly/>
        </div>
    }
}
