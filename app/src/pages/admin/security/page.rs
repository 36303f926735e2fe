//! The security page.

use lectern_contract::second_factor::Security;
use lectern_domain::accounts::second_factor::rule;
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::RequireSecondFactor;
use crate::{
    caller::caller,
    components::{Choice, Head, PostForm, screen},
};

/// `/admin/security`
#[component]
pub fn SecurityPage() -> impl IntoView {
    let caller = caller();
    screen(async move {
        let caller = caller?;
        let security = rule::show(caller.portal.reader(), caller.actor()).await?;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Security" sub="How people of your organization prove who they are."/>
                <Rule security/>
            </main>
        })
    })
}

#[component]
fn Rule(security: Security) -> impl IntoView {
    let Security {
        required,
        admins,
        without,
    } = security;
    let with = admins - without.len();
    view! {
        <section class="section" aria-labelledby="rule-head">
            <header class="section-head"><h2 id="rule-head">"Second factor of admins"</h2></header>
            <p>{format!("{with} of {admins} active admins have a second factor.")}</p>
            {(!without.is_empty()).then(|| view! {
                <p class="hint">{format!("Without one: {}. When it is asked for, they are led to set it up before any admin page opens.", without.join(", "))}</p>
            })}
            <PostForm action=RequireSecondFactor::url()>
                <Choice name="required" value="yes" label="Admins must use a second factor" checked=required/>
                <div class="btn-row"><button class="btn btn-primary">"Save"</button></div>
            </PostForm>
        </section>
    }
}
