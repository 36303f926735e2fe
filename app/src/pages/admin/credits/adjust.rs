//! A balance corrected by hand.

use lectern_contract::{
    AccountId, Refusal, Role,
    credits::{AccountKind, AdjustReason},
    refusal::Field as Name,
};
use lectern_domain::credits::statement;
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::AdjustCredits;
use crate::{
    caller::{caller, path_id},
    components::{Field, Head, PostForm, SelectField, screen},
    format,
};

/// `/admin/accounts/:id/adjust`
#[component]
pub fn AdjustPage() -> impl IntoView {
    let (caller, account) = (caller(), path_id::<AccountId>("id"));
    screen(async move {
        let (caller, account) = (caller?, account?);
        caller.actor().require(Role::Admin)?;
        let head = statement::head(caller.portal.reader(), caller.actor(), account).await?;
        if !matches!(
            head.kind,
            AccountKind::Pool | AccountKind::Course | AccountKind::Manager
        ) {
            return Err(Refusal::NotFound.into());
        }
        let back = format!("/admin/accounts/{account}");
        let crumbs = vec![
            ("/admin".to_owned(), "Dashboard".to_owned()),
            (back.clone(), head.name.clone()),
        ];
        let reasons = AdjustReason::ALL
            .iter()
            .map(|reason| (reason.to_string(), reason.label().to_owned()))
            .collect();
        let hint = format!(
            "{} on it now. A negative number takes credits away, for example −5.",
            format::plural(head.balance, "credit is", "credits are")
        );
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Adjustment" sub=head.name crumbs/>
                <PostForm action=AdjustCredits::url()>
                    <input type="hidden" name="account" value=account.to_string()/>
                    <Field field=Name::Amount label="Credits to add" short=true hint/>
                    <SelectField field=Name::Reason label="Reason" options=reasons/>
                    <Field field=Name::Note label="Note" hint="It stands in the statement beside the reason."/>
                    <div class="btn-row">
                        <button class="btn btn-primary">"Adjust"</button><a class="btn" href=back>"Back"</a>
                    </div>
                </PostForm>
            </main>
        })
    })
}
