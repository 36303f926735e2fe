//! A batch on its way, and how it ended.

use lectern_contract::{
    Role,
    batches::{BatchHead, BatchState},
};
use leptos::prelude::*;

use crate::{
    components::When,
    format,
    pages::manager::area::{batch_page, invitations_of},
};

/// How far it is, or how it ended.
#[component]
pub fn Progress(head: BatchHead, role: Role) -> impl IntoView {
    match head.state {
        BatchState::Reading => {
            view! { <p role="status">"The list is still being read. This page asks again by itself."</p> }.into_any()
        }
        BatchState::Sending => view! { <Sending head role/> }.into_any(),
        _ => view! { <Over head role/> }.into_any(),
    }
}

#[component]
fn Sending(head: BatchHead, role: Role) -> impl IntoView {
    let count = format!("{} of {}", format::number(head.sent), format::number(head.price));
    let cancel = format!("{}/cancel", batch_page(role, head.id));
    view! {
        <section class="section" aria-labelledby="way">
            <header class="section-head"><h2 id="way">"On their way"</h2></header>
            <div class="progress">
                <label for="sent">"Sending invitations"</label>
                <progress id="sent" max=head.price.to_string() value=head.sent.to_string()></progress>
                <p class="count" role="status">{count}</p>
            </div>
            <p class="hint">"This page asks again by itself. You can leave it: the portal goes on, also after a restart."</p>
            <div class="btn-row"><a class="btn" href=cancel>"Cancel the rest"</a></div>
        </section>
    }
}

#[component]
fn Over(head: BatchHead, role: Role) -> impl IntoView {
    let left_out = head.rows().saturating_sub(head.sent.unsigned_abs());
    view! {
        <section class="section" aria-labelledby="over">
            <header class="section-head"><h2 id="over">"What became of it"</h2></header>
            {why(head.state).map(|why| view! { <p>{why}</p> })}
            <dl class="facts">
                <div><dt>"Invitations sent"</dt><dd class="num">{format::number(head.sent)}</dd></div>
                <div><dt>"Not invited"</dt><dd class="num">{format::count(left_out)}</dd></div>
                <div><dt>"Begun"</dt><dd><When at=head.started/></dd></div>
                <div><dt>"Ended"</dt><dd><When at=head.ended/></dd></div>
            </dl>
            <div class="btn-row"><a class="btn btn-primary" href=invitations_of(role, head.course)>"To the invitations"</a></div>
        </section>
    }
}

/// Why not everything was sent.
const fn why(state: BatchState) -> Option<&'static str> {
    match state {
        BatchState::Canceled => Some("The rest was canceled; its credits are free again."),
        BatchState::Stopped => Some(
            "The rest could not be sent: the course is no longer published, its manager no longer manages it, or the credits were taken back. What was put aside is free again.",
        ),
        _ => None,
    }
}
