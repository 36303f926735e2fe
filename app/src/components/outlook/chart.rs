//! The picture: the balance of the past 90 days, the forecast as a dotted line, the threshold as a dashed one. The
//! table below it says the same in numbers.

use chrono::{DateTime, Utc};
use lectern_contract::outlook::{Outlook, Point};
use leptos::prelude::*;

use super::section::runs_out;
use crate::{components::Number, format};

/// The picture's inner edges; the left keeps room for the numbers.
const LEFT: f64 = 72.0;
const RIGHT: f64 = 700.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 160.0;

/// The balance of an account over time.
#[component]
pub fn OutlookChart(
    /// Makes ids unique on the page.
    id: String,
    /// The account's.
    outlook: Outlook,
) -> impl IntoView {
    let (Some(first), Some(now)) = (outlook.past.first().copied(), outlook.past.last().copied()) else {
        return None;
    };
    let scale = Scale::of(&outlook, first.at);
    let steps = scale.steps(&outlook.past);
    let area = format!("{steps} V{:.1} H{LEFT:.1} Z", scale.y(0));
    let said = format!(
        "From {} to today the balance went from {} to {}. Runs out: {}.",
        format::day(first.at),
        format::number(first.balance),
        format::number(now.balance),
        runs_out(&outlook)
    );
    let (caption, told) = (format!("chart-{id}"), format!("chart-said-{id}"));
    Some(view! {
        <figure class="chart">
            <figcaption id=caption.clone()>"Balance over time, with its forecast and threshold"</figcaption>
            <svg viewBox="0 0 720 200" role="img" aria-labelledby=caption aria-describedby=told.clone()>
                <path class="chart-area" d=area/>
                <path class="chart-axis" d=format!("M{LEFT} {:.1} H{RIGHT}", scale.y(0))/>
                {outlook.level.filter(|level| *level > 0).map(|level| view! {
                    <path class="chart-limit" d=format!("M{LEFT} {:.1} H{RIGHT}", scale.y(level))/>
                })}
                <path class="chart-grid" d=format!("M{:.1} {TOP} V{BOTTOM}", scale.x(now.at))/>
                <path class="chart-line" d=steps/>
                {(!outlook.ahead.is_empty()).then(|| view! { <path class="chart-forecast" d=scale.line(now.at, outlook.free, &outlook.ahead)/> })}
                <Words scale=scale from=first.at now=now.at/>
            </svg>
            <p class="quiet" id=told>{said}</p>
            <AsTable outlook/>
        </figure>
    })
}

/// What stands at the edges.
#[component]
fn Words(scale: Scale, from: DateTime<Utc>, now: DateTime<Utc>) -> impl IntoView {
    let (high, low) = (scale.high, scale.low);
    let number = |n: i64| view! { <text x=LEFT - 8.0 y=scale.y(n) + 5.0 text-anchor="end">{format::number(n)}</text> };
    let today = scale.x(now);
    // At an edge the word turns inwards.
    let anchor = if today > RIGHT - 60.0 { "end" } else { "middle" };
    view! {
        {number(high)}
        {number(0)}
        {(low < 0).then(|| number(low))}
        <text x=today y=TOP - 8.0 text-anchor=anchor>"today"</text>
        <text x=LEFT y=190>{format::day(from)}</text>
        {(scale.until > now).then(|| view! { <text x=RIGHT y=190 text-anchor="end">{format::day(scale.until)}</text> })}
    }
}

/// The same in numbers: days with entries, and the forecast week by week.
#[component]
fn AsTable(outlook: Outlook) -> impl IntoView {
    let last = outlook.ahead.len().saturating_sub(1);
    let weeks = outlook.ahead.iter().enumerate();
    let weeks = weeks
        .filter(|(day, _)| (day + 1).is_multiple_of(7) || *day == last)
        .map(|(_, point)| *point);
    let line = |point: Point, what: &'static str| {
        view! {
            <tr><th scope="row">{format::date(point.day)}</th><td data-label="What">{what}</td>
                <td data-label="Balance" class="num"><Number value=point.balance/></td></tr>
        }
    };
    let past = outlook.past.iter().map(|point| line(*point, "Balance")).collect_view();
    view! {
        <details>
            <summary>"As a table"</summary>
            <table class="table">
                <thead><tr><th scope="col">"Day"</th><th scope="col">"What"</th><th scope="col" class="num">"Credits"</th></tr></thead>
                <tbody>{past}{weeks.map(|point| line(point, "Forecast")).collect_view()}</tbody>
            </table>
        </details>
    }
}

/// Instants and balances as places in the picture.
#[derive(Clone, Copy)]
struct Scale {
    low: i64,
    high: i64,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

#[allow(clippy::cast_precision_loss, reason = "places in a picture")]
impl Scale {
    fn of(outlook: &Outlook, from: DateTime<Utc>) -> Self {
        let points = || outlook.past.iter().chain(&outlook.ahead);
        let balances = || {
            points()
                .map(|point| point.balance)
                .chain([0, outlook.level.unwrap_or(0)])
        };
        Self {
            low: balances().min().unwrap_or(0),
            high: balances().max().unwrap_or(0).max(1),
            from,
            until: points().map(|point| point.at).max().unwrap_or(from),
        }
    }

    fn x(&self, at: DateTime<Utc>) -> f64 {
        let whole = (self.until - self.from).num_seconds().max(1) as f64;
        let share = (at - self.from).num_seconds() as f64 / whole;
        LEFT + (RIGHT - LEFT) * share.clamp(0.0, 1.0)
    }

    fn y(&self, balance: i64) -> f64 {
        BOTTOM - (BOTTOM - TOP) * ((balance - self.low) as f64 / (self.high - self.low) as f64)
    }

    /// A balance holds until the next.
    fn steps(&self, points: &[Point]) -> String {
        let mut path = String::new();
        for point in points {
            let (x, y) = (self.x(point.at), self.y(point.balance));
            let step = match path.is_empty() {
                true => format!("M{x:.1} {y:.1}"),
                false => format!(" H{x:.1} V{y:.1}"),
            };
            path.push_str(&step);
        }
        path
    }

    /// From now on, straight from day to day.
    fn line(&self, now: DateTime<Utc>, free: i64, points: &[Point]) -> String {
        let place = |point: &Point| format!(" L{:.1} {:.1}", self.x(point.at), self.y(point.balance));
        let on: String = points.iter().map(place).collect();
        format!("M{:.1} {:.1}{on}", self.x(now), self.y(free))
    }
}
