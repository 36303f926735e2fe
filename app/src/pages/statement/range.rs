//! The days of a statement: which are shown, and the same as a file.

use lectern_contract::{Refusal, Role, credits::StatementHead, statements::Period};
use leptos::prelude::*;

use crate::{
    caller::{here, parameter},
    components::Number,
    refusal::{Answer, Refused},
};

/// The days the request asks for.
///
/// # Errors
/// `BadRequest` where one is no day: else a statement of everything would pass for one of these days.
pub(super) fn asked_period() -> Answer<Period> {
    Period::read(&parameter("from"), &parameter("to")).ok_or(Refused(Refusal::BadRequest))
}

/// The form for the days, and the ways to the files.
#[component]
pub(super) fn Range(head: StatementHead, role: Role, period: Period) -> impl IntoView {
    let path = here().split('?').next().unwrap_or_default().to_owned();
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
    let (from, to) = (day(period.from), day(period.to));
    let query = period.query();
    let file = |kind: &str| {
        let mark = if query.is_empty() { "" } else { "?" };
        format!("/{role}/accounts/{}/statement.{kind}{mark}{query}", head.account)
    };
    let days = if period.is_whole() { "all entries" } else { "these days" };
    view! {
        <form class="filter" method="get">
            <div class="field"><label for="from">"From"</label><input id="from" name="from" type="date" value=from/></div>
            <div class="field"><label for="to">"To"</label><input id="to" name="to" type="date" value=to/></div>
            <button class="btn">"Show"</button>
            {(!period.is_whole()).then(|| view! { " "<a class="btn btn-link" href=path>"Show all"</a> })}
        </form>
        <div class="btn-row">
            <a class="btn btn-small" href=file("csv") download>"Download CSV"<span class="visually-hidden">{format!(" of {days}")}</span></a>
            <a class="btn btn-small" href=file("xlsx") download>"Download XLSX"<span class="visually-hidden">{format!(" of {days}")}</span></a>
        </div>
    }
}

/// The balances at the ends of the days.
#[component]
pub(super) fn Between(opening: i64, closing: i64) -> impl IntoView {
    view! {
        <dl class="facts">
            <div><dt>"Opening balance"</dt><dd><Number value=opening/></dd></div>
            <div><dt>"Closing balance"</dt><dd><Number value=closing/></dd></div>
        </dl>
    }
}
