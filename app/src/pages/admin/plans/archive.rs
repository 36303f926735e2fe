//! What archiving a plan will do, before it is done.

use lectern_contract::{PlanId, plans::PlanState};
use lectern_domain::plans;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::ArchivePlan, crumbs};
use crate::{
    caller::{caller, path_id},
    components::{Confirm, Empty, Head, screen},
};

/// `/admin/plans/:id/archive`
#[component]
pub fn ArchivePlanPage() -> impl IntoView {
    let (caller, id) = (caller(), path_id::<PlanId>("id"));
    screen(async move {
        let (caller, id) = (caller?, id?);
        let plan = plans::view::one(&caller.portal, caller.actor(), id).await?;
        let consequences = vec![
            ("attention", "Nobody can subscribe or change to it any more".to_owned()),
            ("", "A subscription to it keeps it and renews".to_owned()),
        ];
        let fields = vec![("plan", id.to_string())];
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title=format!("Archive {}", plan.name) crumbs=crumbs()/>
                {if plan.state == PlanState::Archived {
                    view! { <Empty title="Archived already" text="This plan is not on offer any more."/> }.into_any()
                } else {
                    view! { <Confirm action=ArchivePlan::url() fields consequences label="Archive plan" back=("/admin/plans".to_owned(), "Keep it on offer")/> }.into_any()
                }}
            </main>
        })
    })
}
