//! The secret link of an invitation, where no mail leaves the portal.

use lectern_contract::{InvitationId, invitations::InvitationHead};
use lectern_domain::invitations::{link, log};
use leptos::prelude::*;

use crate::{
    caller::is_post,
    components::{FormButton, Head, screen},
    islands::copy_button::CopyButton,
    pages::manager::area::{caller_here, id, invitation_page, invitations_of},
};

/// `/manager/invitations/:id/link`, `/admin/invitations/:id/link`. Its button posts to the page itself, and the answer to
/// that is the page with the link: so each look is an act, which the audit log has, and the secret is in no address.
#[component]
pub fn InvitationLinkPage() -> impl IntoView {
    let (caller, invitation, asked) = (caller_here(), id::<InvitationId>(), is_post());
    screen(async move {
        let (caller, invitation) = (caller?, invitation?);
        let actor = caller.actor();
        let head = log::head(&caller.portal, actor, invitation).await?;
        let address = if asked {
            let tx = caller.portal.begin().await?;
            let address = link::copy(&tx, actor, invitation).await?;
            tx.commit().await?;
            Some(address)
        } else {
            link::may_copy(&caller.portal, actor, invitation).await?;
            None
        };
        let back = invitations_of(actor.role, head.course);
        let here = invitation_page(actor.role, invitation, "link");
        let crumbs = vec![
            (format!("/{}/courses", actor.role), "Courses".to_owned()),
            (back.clone(), head.title.clone()),
        ];
        Ok(view! {
            <main class="page page-narrow" id="main" tabindex="-1">
                <Head title="Invitation link" sub=head.email.clone() crumbs/>
                {match address {
                    Some(address) => view! { <Shown head address back/> }.into_any(),
                    None => view! { <Offered head here back/> }.into_any(),
                }}
            </main>
        })
    })
}

#[component]
fn Offered(head: InvitationHead, here: String, back: String) -> impl IntoView {
    view! {
        <p>{format!("This portal sends no mail, so hand the link of this invitation to {} yourself. Who has it can accept the invitation.", head.email)}</p>
        <p class="hint">"That you looked at it will stand in the audit log."</p>
        <div class="btn-row">
            <FormButton action=here fields=vec![] class="btn btn-primary" label="Show the link"/>
            <a class="btn" href=back>"Back to the invitations"</a>
        </div>
    }
}

#[component]
fn Shown(head: InvitationHead, address: String, back: String) -> impl IntoView {
    view! {
        <p>{format!("Hand this link to {} yourself. Who has it can accept the invitation.", head.email)}</p>
        <div class="copy">
            <label class="visually-hidden" for="link">"Link"</label>
            <input id="link" readonly value=address/>
            <CopyButton/>
        </div>
        <p class="hint">"That you looked at it stands in the audit log. Re-inviting replaces the link."</p>
        <div class="btn-row"><a class="btn" href=back>"Back to the invitations"</a></div>
    }
}
