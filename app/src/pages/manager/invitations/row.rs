//! What a row of the log says beside the state, and what can be done about reminders and letters that came back.

use lectern_contract::invitations::{InvitationRow, InvitationState, RemindersOff};
use leptos::{prelude::*, server_fn::ServerFn};

use super::life::{MarkDeliverable, MarkUndeliverable, ResumeReminders, StopReminders};
use crate::{
    components::{FormButton, State},
    format,
};

/// The signs below the state of an invitation.
#[component]
pub fn Signs(row: InvitationRow) -> impl IntoView {
    let pending = row.state == InvitationState::Pending;
    let marked = (pending && row.undeliverable).then_some(("undeliverable", "Undeliverable"));
    let disowned = (pending && row.disowned.is_some()).then_some(("attention", "Reached somebody else"));
    let mut lines = Vec::new();
    if pending && row.letter_waits() {
        lines.push("Its letter waits in the outbox".to_owned());
    }
    if pending && row.letter_failed() {
        lines.push("Its letter could not be sent".to_owned());
    }
    if pending && row.came_back && !row.undeliverable {
        lines.push("Letters to this address came back before".to_owned());
    }
    if pending && row.claims > 0 {
        lines.push("Claimed with another address".to_owned());
    }
    if let Some(at) = row.reminded {
        lines.push(format!("Reminded on {}", format::day(at)));
    }
    match row.reminders_off.filter(|_| pending) {
        Some(RemindersOff::Sender) => lines.push("Reminders stopped".to_owned()),
        Some(RemindersOff::Recipient) => lines.push("Wants no reminders".to_owned()),
        None => {}
    }
    view! {
        {[marked, disowned].into_iter().flatten().map(|(state, label)| view! { " "<State state label/> }).collect_view()}
        {lines.into_iter().map(|line| view! { " "<span class="under">{line}</span> }).collect_view()}
    }
}

/// What the ⋮ menu offers of a pending invitation beside sending and canceling it.
#[component]
pub fn LifeActs(row: InvitationRow) -> impl IntoView {
    let fields = || vec![("invitation", row.id.to_string())];
    let reminders = match row.reminders_off {
        None => view! { <FormButton action=StopReminders::url() fields=fields() label="Stop Reminders"/> }.into_any(),
        Some(RemindersOff::Sender) => {
            view! { <FormButton action=ResumeReminders::url() fields=fields() label="Resume Reminders"/> }.into_any()
        }
        Some(RemindersOff::Recipient) => {
            view! { <p class="menu-note">"The invited person wants no reminders."</p> }.into_any()
        }
    };
    let letters = match row.undeliverable {
        false => view! { <FormButton action=MarkUndeliverable::url() fields=fields() label="Mark as Undeliverable"/> }
            .into_any(),
        true => {
            view! { <FormButton action=MarkDeliverable::url() fields=fields() label="Mark as Deliverable"/> }.into_any()
        }
    };
    (row.state == InvitationState::Pending).then_some(view! { {reminders}{letters} })
}
