//! The secret link of an invitation, where no mail leaves the portal.

use lectern_contract::InvitationId;
use lectern_domain::invitations::{link, log};
use leptos::prelude::*;

use crate::{
    components::{Head, screen},
    islands::copy_button::CopyButton,
    pages::manager::area::{caller_here, id, invitations_of},
};

/// `/manager/invitations/:id/link`, `/admin/invitations/:id/link`. Looking is the act: each look is in the audit
/// log, and nothing else changes.
#[component]
pub fn InvitationLinkPage() -> impl IntoView {
    let (caller, invitation) = (caller_here(), id::<InvitationId>());
    screen(async move {
        let (caller, invitation) = (caller?, invitation?);
        let actor = caller.actor();
        let head = log::head(&caller.portal, actor, invitation).await?;
        let tx = caller.portal.begin().await?;
        let address = link::copy(&tx, actor, invitation).await?;
        tx.commit().await?;
        let back = invitations_of(actor.role, head.course);
        let crumbs = vec![
            (format!("/{}/courses", actor.role), "Courses".to_owned()),
            (back.clone(), head.title),
        ];
        Ok(view! {
            <main class="page page-narrow" id="main" tabindex="-1">
                <Head title="Invitation link" sub=head.email.clone() crumbs/>
                <p>{format!("This portal sends no mail, so hand this link to {} yourself. Who has it can accept the invitation.", head.email)}</p>
                <div class="copy">
                    <label class="visually-hidden" for="link">"Link"</label>
                    <input id="link" readonly value=address/>
                    <CopyButton/>
                </div>
                <p class="hint">"That you looked at it stands in the audit log. Re-inviting replaces the link."</p>
                <div class="btn-row"><a class="btn" href=back>"Back to the invitations"</a></div>
            </main>
        })
    })
}
