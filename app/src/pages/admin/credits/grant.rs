//! Credits for the pool, by hand.

use lectern_contract::{Role, refusal::Field as Name};
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::GrantCredits;
use crate::{
    caller::caller,
    components::{Field, Head, PostForm, screen},
};

/// `/admin/credits/grant`
#[component]
pub fn GrantPage() -> impl IntoView {
    let caller = caller();
    screen(async move {
        caller?.actor().require(Role::Admin)?;
        let crumbs = vec![("/admin".to_owned(), "Dashboard".to_owned())];
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Grant Credits" sub="They come into the pool and can be used for any course." crumbs/>
                <PostForm action=GrantCredits::url()>
                    <Field field=Name::Amount label="Credits" kind="number"/>
                    <Field field=Name::Note label="Reason" hint="It stands in the pool’s statement, for example the order’s number."/>
                    <div class="btn-row">
                        <button class="btn btn-primary">"Grant Credits"</button><a class="btn" href="/admin">"Back"</a>
                    </div>
                </PostForm>
            </main>
        })
    })
}
