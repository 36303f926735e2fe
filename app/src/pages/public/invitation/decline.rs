//! The page that names what declining does.

use lectern_contract::invitations::InvitationView;
use lectern_domain::invitations::link;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::DeclineInvitation, page::NotOpen};
use crate::{
    caller::{path_id, portal},
    components::{Head, PostForm, screen},
};

/// `/invitation/:token/decline`
#[component]
pub fn DeclinePage() -> impl IntoView {
    let (portal, token) = (portal(), path_id::<String>("token"));
    screen(async move {
        let token = token?;
        Ok(match link::view(&portal, &token).await? {
            InvitationView::Open { course, sender, .. } => view! { <Confirm token course sender/> }.into_any(),
            ended => view! { <NotOpen view=ended token/> }.into_any(),
        })
    })
}

#[component]
fn Confirm(token: String, course: String, sender: String) -> impl IntoView {
    let back = format!("/invitation/{token}");
    view! {
        <main class="page page-narrow" id="main" tabindex="-1">
            <Head title="Decline the invitation" sub=course/>
            <section class="confirm">
                <ul class="consequences">
                    <li data-kind="attention">{sender}" is told that you declined"</li>
                    <li data-kind="attention">"The link in the letter stops working"</li>
                    <li data-kind="good">"You are not enrolled in the course"</li>
                </ul>
                <PostForm action=DeclineInvitation::url()>
                    <input type="hidden" name="token" value=token/>
                    <div class="btn-row">
                        <button class="btn btn-danger">"Decline"</button>
                        <a class="btn" href=back>"Back to the invitation"</a>
                    </div>
                </PostForm>
            </section>
        </main>
    }
}
