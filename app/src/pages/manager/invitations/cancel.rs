//! The confirmation before an invitation is canceled.

use lectern_contract::{InvitationId, Refusal, Role, credits::AccountKind, invitations::InvitationHead};
use lectern_domain::invitations::log;
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::CancelInvitation;
use crate::{
    components::{Choice, Head, PostForm, screen},
    pages::manager::area::{caller_here, id, invitations_of},
};

/// `/manager/invitations/:id/cancel`, `/admin/invitations/:id/cancel`
#[component]
pub fn CancelInvitationPage() -> impl IntoView {
    let (caller, invitation) = (caller_here(), id::<InvitationId>());
    screen(async move {
        let (caller, invitation) = (caller?, invitation?);
        let head = log::head(&caller.portal, caller.actor(), invitation).await?;
        let role = caller.actor().role;
        let back = invitations_of(role, head.course);
        let crumbs = vec![
            (format!("/{role}/courses"), "Courses".to_owned()),
            (back.clone(), head.title.clone()),
        ];
        Ok(view! {
            <main class="page page-narrow" id="main" tabindex="-1">
                <Head title="Cancel 1 invitation" sub=head.email.clone() crumbs/>
                {if head.state.may_cancel() {
                    view! { <Confirm head role back/> }.into_any()
                } else {
                    view! {
                        <p>{Refusal::InvitationIs(head.state).sentence()}</p>
                        <div class="btn-row"><a class="btn btn-primary" href=back>"Back to the invitations"</a></div>
                    }.into_any()
                }}
            </main>
        })
    })
}

#[component]
fn Confirm(head: InvitationHead, role: Role, back: String) -> impl IntoView {
    view! {
        <section class="confirm">
            <ul class="consequences">
                <li data-kind="good">{format!("1 credit returns to {}.", holder(&head, role))}</li>
                <li data-kind="attention">{format!("The link in the letter to {} stops working.", head.email)}</li>
                <li>"The invitation stays in the log and can be sent again."</li>
            </ul>
            <PostForm action=CancelInvitation::url()>
                <input type="hidden" name="invitation" value=head.id.to_string()/>
                <input type="hidden" name="course" value=head.course.to_string()/>
                <Choice name="tell" value="yes" label="Tell them by e-mail" checked=false/>
                <div class="btn-row">
                    <button class="btn btn-danger">"Cancel 1 invitation"</button>
                    <a class="btn" href=back>"Keep it"</a>
                </div>
            </PostForm>
        </section>
    }
}

/// Who gets the credit back.
fn holder(head: &InvitationHead, role: Role) -> String {
    match (head.source, role) {
        (AccountKind::Manager, Role::Manager) => "you".into(),
        (AccountKind::Manager, _) => head.sender.clone(),
        (AccountKind::Course, _) => format!("the course “{}”", head.title),
        _ => "the pool".into(),
    }
}
