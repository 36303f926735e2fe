//! The balance over the shown lines, drawn on the server. The table below says the same in numbers.

use chrono::{DateTime, Utc};
use lectern_contract::credits::StatementLine;
use leptos::prelude::*;

use crate::format;

/// The picture's inner edges; the left keeps room for the numbers.
const LEFT: f64 = 60.0;
const RIGHT: f64 = 700.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 160.0;
/// Fewer lines say less than a picture takes.
const LINES: usize = 3;

/// Steps from balance to balance: it holds from one entry to the next.
/// The lines come oldest first.
pub fn balance_chart(lines: &[StatementLine]) -> Option<impl IntoView + use<>> {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return None;
    };
    if lines.len() < LINES {
        return None;
    }
    let before = first.balance - first.amount;
    let scale = Scale::of(before, lines);
    let line = scale.steps(before, lines);
    let area = format!("{line} V{:.1} H{LEFT:.1} Z", scale.y(0));
    let (from, to) = (format::day(first.at), format::day(last.at));
    let (high, low) = (scale.high, scale.low);
    let said = format!(
        "From {from} to {to} the balance went from {} to {}.",
        format::number(before),
        format::number(last.balance)
    );
    Some(view! {
        <figure class="chart">
            <figcaption>"Balance over the entries below"</figcaption>
            <svg viewBox="0 0 720 200" role="img" aria-label=said>
                <path class="chart-area" d=area/>
                <path class="chart-grid" d=format!("M{LEFT} {:.1} H{RIGHT}", scale.y(high))/>
                <path class="chart-axis" d=format!("M{LEFT} {:.1} H{RIGHT}", scale.y(0))/>
                <path class="chart-line" d=line/>
                <text x=LEFT - 8.0 y=scale.y(high) + 5.0 text-anchor="end">{format::number(high)}</text>
                <text x=LEFT - 8.0 y=scale.y(0) + 5.0 text-anchor="end">"0"</text>
                {(low < 0).then(|| view! { <text x=LEFT - 8.0 y=scale.y(low) + 5.0 text-anchor="end">{format::number(low)}</text> })}
                <text x=LEFT y=190>{from}</text>
                <text x=RIGHT y=190 text-anchor="end">{to}</text>
            </svg>
        </figure>
    })
}

/// Instants and balances as places in the picture.
struct Scale {
    low: i64,
    high: i64,
    from: DateTime<Utc>,
    seconds: f64,
}

#[allow(clippy::cast_precision_loss, reason = "places in a picture")]
impl Scale {
    fn of(before: i64, lines: &[StatementLine]) -> Self {
        let balances = || lines.iter().map(|line| line.balance).chain([before, 0]);
        let at = |line: Option<&StatementLine>| line.map_or(DateTime::UNIX_EPOCH, |line| line.at);
        let (from, to) = (at(lines.first()), at(lines.last()));
        Self {
            low: balances().min().unwrap_or(0),
            high: balances().max().unwrap_or(0).max(1),
            from,
            seconds: ((to - from).num_milliseconds().max(1) as f64) / 1e3,
        }
    }

    fn x(&self, at: DateTime<Utc>) -> f64 {
        let share = (at - self.from).num_milliseconds() as f64 / 1e3 / self.seconds;
        LEFT + (RIGHT - LEFT) * share.clamp(0.0, 1.0)
    }

    fn y(&self, balance: i64) -> f64 {
        BOTTOM - (BOTTOM - TOP) * ((balance - self.low) as f64 / (self.high - self.low) as f64)
    }

    fn steps(&self, before: i64, lines: &[StatementLine]) -> String {
        let step = |line: &StatementLine| format!(" H{:.1} V{:.1}", self.x(line.at), self.y(line.balance));
        let steps: String = lines.iter().map(step).collect();
        format!("M{LEFT:.1} {:.1}{steps} H{RIGHT:.1}", self.y(before))
    }
}
