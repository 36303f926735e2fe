//! The page of the log.

use lectern_contract::{
    Role,
    audit::{AuditAct, AuditSubject},
};
use lectern_domain::audit::list;
use leptos::prelude::*;

use super::{filter_of, table::Rows};
use crate::{
    caller::{caller, parameter},
    components::{
        Empty, Filter, Head, LogPager,
        filter::Select,
        log::{download, log_query},
        screen,
    },
};

/// `/admin/audit`
#[component]
pub fn AuditPage() -> impl IntoView {
    let caller = caller();
    let (query, filter) = (log_query(&parameter), filter_of(&parameter));
    screen(async move {
        let caller = caller?;
        let slice = list::list(caller.portal.reader(), caller.actor(), &query, &filter).await?;
        let rows = slice.rows.clone();
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Audit" sub="Who did what to what, in which role and from where. Nobody can change or remove a line.">
                    <a class="btn" href=download("/admin/audit.csv") download>"Download CSV"</a>
                </Head>
                <Filter selects=selects() fixed=&["actor", "subject"] period=true/>
                {if rows.is_empty() {
                    let text = "Nobody with this name or address, no such course, or nothing done in these days. Ask for less, or show all.";
                    view! { <Empty title="Nothing found" text/> }.into_any()
                } else {
                    view! { <Rows rows/> <LogPager slice what="the audit log"/> }.into_any()
                }}
            </main>
        })
    })
}

fn selects() -> Vec<Select> {
    let mut acts: Vec<_> = AuditAct::ALL
        .iter()
        .map(|act| (act.to_string(), act.label().to_owned()))
        .collect();
    acts.sort_by(|one, other| one.1.cmp(&other.1));
    let roles = Role::ALL.iter().map(|role| (role.to_string(), role.label().to_owned()));
    let kinds = AuditSubject::ALL
        .iter()
        .map(|kind| (kind.to_string(), kind.label().to_owned()));
    vec![
        ("act", "Act", acts),
        ("role", "Role", roles.collect()),
        ("kind", "Thing", kinds.collect()),
    ]
}
