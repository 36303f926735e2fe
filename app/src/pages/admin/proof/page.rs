//! The proof's page.

use lectern_contract::proofs::{ProofRun, ProofState};
use lectern_domain::credits::proof::view::{alarm, list};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::ProveNow, alarm::ProofAlarm, rules::Rules, runs::Runs, shape};
use crate::{
    caller::caller,
    components::{Empty, FormButton, Head, State, When, screen},
    format,
};

/// `/admin/proof`
#[component]
pub fn ProofPage() -> impl IntoView {
    let caller = caller();
    screen(async move {
        let caller = caller?;
        let (db, actor) = (caller.portal.reader(), caller.actor());
        let runs = list(db, actor).await?;
        let alarm = alarm(db, actor).await?;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Proof" sub="Every night each balance is made again from its entries, and every entry is checked against the chain that links it to the one before.">
                    <FormButton action=ProveNow::url() fields=vec![] class="btn btn-primary" label="Prove now"/>
                </Head>
                <ProofAlarm alarm/>
                <Proofs runs/>
            </main>
        })
    })
}

#[component]
fn Proofs(runs: Vec<ProofRun>) -> impl IntoView {
    let ended = runs.iter().find(|run| run.state != ProofState::Running).cloned();
    let running = runs.first().filter(|run| run.state == ProofState::Running).cloned();
    view! {
        {running.map(|run| view! {
            <p class="hint">{format!("A proof is running: {} so far.", format::plural(run.links, "link was walked", "links were walked"))}</p>
        })}
        {match ended {
            Some(run) => view! { <Last run/> <Runs runs/> }.into_any(),
            None => view! { <Empty title="No proof yet" text="The first one runs by itself tonight at two. You need not wait for it."/> }.into_any(),
        }}
    }
}

/// The last proof that ended.
#[component]
fn Last(run: ProofRun) -> impl IntoView {
    let first_break = run.first_break.map(|broken| broken.to_string());
    view! {
        <section class="section" aria-labelledby="last-head">
            <header class="section-head"><h2 id="last-head">"Last proof"</h2></header>
            <dl class="facts">
                <div><dt>"Result"</dt><dd><State state=shape(run.state) label=run.state.label()/></dd></div>
                <div><dt>"Ended"</dt><dd><When at=run.ended/></dd></div>
                <div><dt>"Links walked"</dt><dd class="num">{format::number(run.links)}</dd></div>
            </dl>
            {first_break.map(|said| view! { <p class="flash" data-kind="stop"><strong>"The chain breaks here first."</strong>" "<span>{said}"."</span></p> })}
            <p class="hint">"The last link’s hash. Keep a copy elsewhere, and nobody can rewrite what was before it unnoticed:"</p>
            <p><code class="hash">{run.hash}</code></p>
            <Rules figures=run.figures/>
        </section>
    }
}
