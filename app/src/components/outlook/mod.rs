//! A balance's outlook, at pool, course and manager level: the banner while it is low, the forecast, the picture.

mod banner;
mod chart;
mod renewals;
mod section;

use lectern_contract::{credits::AccountKind, outlook::Outlook};

pub use banner::LowBanner;
pub use renewals::OwnDue;
pub use section::OutlookSection;

/// Where more credits come from, as (address, words); the form there is filled in.
fn way(outlook: &Outlook) -> Option<(String, String)> {
    let more = outlook.more;
    match (outlook.kind, outlook.course) {
        (AccountKind::Pool, _) => Some((
            format!("/admin/purchases/new?amount={more}"),
            format!("Buy {more} more"),
        )),
        (AccountKind::Course, Some(course)) => Some((
            format!("/admin?course={course}&amount={more}#assign"),
            format!("Allocate {more} more"),
        )),
        (AccountKind::Manager, Some(course)) => Some((
            format!("/manager/courses/{course}/credits/request?amount={more}"),
            format!("Request {more} more"),
        )),
        _ => None,
    }
}
