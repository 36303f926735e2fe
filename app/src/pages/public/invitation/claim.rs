//! Asking the sender to let somebody accept with another address: it never binds to it silently.

use lectern_contract::{invitations::InvitationView, refusal::Field as Name};
use lectern_domain::{accounts::sessions::Person, invitations::link};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::ClaimInvitation, page::NotOpen};
use crate::{
    caller::{path_id, person, portal},
    components::{Field, Head, PostForm, screen},
};

/// `/invitation/:token/claim`
#[component]
pub fn ClaimPage() -> impl IntoView {
    let (portal, person, token) = (portal(), person(), path_id::<String>("token"));
    screen(async move {
        let token = token?;
        Ok(match link::view(&portal, &token).await? {
            InvitationView::Open { course, sender, .. } => view! { <Ask token course sender person/> }.into_any(),
            ended => view! { <NotOpen view=ended token/> }.into_any(),
        })
    })
}

#[component]
fn Ask(token: String, course: String, sender: String, person: Option<Person>) -> impl IntoView {
    let back = format!("/invitation/{token}");
    view! {
        <main class="page page-narrow" id="main" tabindex="-1">
            <Head title="Another address" sub=course/>
            <p>{format!("The invitation belongs to the address it was sent to. {sender} can move it to yours; a letter with a new link then comes there, and you accept it with that address.")}</p>
            <PostForm action=ClaimInvitation::url()>
                <input type="hidden" name="token" value=token/>
                {match person {
                    Some(person) => view! {
                        <p>"You ask as "<strong>{person.name}</strong>" ("{person.email}"), as you are signed in."</p>
                    }.into_any(),
                    None => view! {
                        <Field field=Name::Name label="Your name" autocomplete="name"/>
                        <Field field=Name::Email label="Your e-mail address" kind="email" autocomplete="email"/>
                    }.into_any(),
                }}
                <div class="btn-row">
                    <button class="btn btn-primary">{format!("Ask {sender}")}</button>
                    <a class="btn" href=back>"Back to the invitation"</a>
                </div>
            </PostForm>
        </main>
    }
}
