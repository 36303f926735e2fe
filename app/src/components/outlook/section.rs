//! How fast credits are used, when they run out, and what to do about it.

use lectern_contract::{
    credits::AccountKind,
    outlook::{Burn, Outlook, RunsOut, Window},
};
use leptos::prelude::*;

use super::{
    chart::OutlookChart,
    renewals::{ByCourse, Due},
    way,
};
use crate::{
    components::{Number, When},
    format,
};

/// The outlook of an account; nothing before its first credit.
#[component]
pub fn OutlookSection(
    /// The account's.
    outlook: Outlook,
    /// Whether its people can change the threshold, and where.
    #[prop(into, optional)]
    threshold_page: Option<String>,
    /// Whether no more credits can come: the course is archived.
    #[prop(optional)]
    ended: bool,
) -> impl IntoView {
    let account = outlook.account?;
    let way = way(&outlook)
        .filter(|_| !ended)
        .map(|(href, words)| view! { <a class="btn" href=href>{words}</a> });
    // A further cycle takes no credit of a manager's, so it is none of this balance's facts.
    let due = outlook.renewals.year > 0 && outlook.kind != AccountKind::Manager;
    let change = threshold_page.map(|href| view! { " "<a href=href>"Change"</a> });
    Some(view! {
        <section class="section" aria-labelledby="outlook">
            <header class="section-head"><h2 id="outlook">"Outlook"</h2></header>
            <dl class="facts">
                <div><dt>"Free now"</dt><dd><Number value=outlook.free/></dd></div>
                <div><dt>"Used"</dt><dd>{used(outlook.burn)}</dd></div>
                <div><dt>"Held"</dt><dd>{held(outlook.held)}</dd></div>
                {outlook.next_grant.map(|(at, credits)| view! {
                    <div><dt>"Next grant"</dt><dd>{format::plural(credits, "credit", "credits")}" on "<When at/></dd></div>
                })}
                {due.then(|| view! {
                    <div><dt>"Recertifications"</dt><dd><Due kind=outlook.kind course=outlook.course renewals=outlook.renewals/></dd></div>
                })}
                <div><dt>"Runs out"</dt><dd><strong>{runs_out(&outlook)}</strong></dd></div>
                <div><dt>"Told at"</dt><dd>{told_at(&outlook)}{change}</dd></div>
            </dl>
            <ByCourse courses=outlook.by_course.clone()/>
            <OutlookChart id=account.to_string() outlook/>
            {way.map(|way| view! { <div class="btn-row">{way}</div> })}
        </section>
    })
}

/// "1.4 credits a day: 39 in the last 28 days".
fn used(burn: Burn) -> String {
    match burn {
        Burn::Unknown => "Not enough history: it takes a week, and a few used credits".into(),
        Burn::Known { used, days, window } => {
            #[allow(clippy::cast_precision_loss, reason = "shown with one digit")]
            let rate = used as f64 / days as f64;
            let why = match window {
                Window::Recent => "",
                Window::Long => ", because too little was used in the last 28",
            };
            format!(
                "{rate:.1} credits a day: {} in the last {days} days{why}",
                format::number(used)
            )
        }
    }
}

fn held(held: i64) -> String {
    match held {
        0 => "None".into(),
        1 => "1 by a pending invitation, taken for used until it comes back".into(),
        held => format!(
            "{} by pending invitations, taken for used until they come back",
            format::number(held)
        ),
    }
}

/// The day in the organization's time zone.
pub(super) fn runs_out(outlook: &Outlook) -> String {
    match outlook.runs_out {
        RunsOut::Already => "Nothing is left".into(),
        RunsOut::On(at) if outlook.burn == Burn::Unknown => {
            format!("On {}, by recertifications alone", format::day(at))
        }
        RunsOut::On(at) => format!("On {}, at this rate", format::day(at)),
        RunsOut::NotThisYear => "Not within a year, at this rate".into(),
        RunsOut::Unknown => "Not enough history to say".into(),
    }
}

fn told_at(outlook: &Outlook) -> String {
    match outlook.level {
        None => "Nobody is told when it is low".into(),
        Some(0) => "The last credit".into(),
        Some(level) => format!("{} or fewer", format::plural(level, "credit", "credits")),
    }
}
