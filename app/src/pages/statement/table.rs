//! The lines of a statement as a bank prints them: brought forward, movements in their order, closing balance.

use lectern_contract::{
    CourseId, Role, UserId,
    credits::{StatementLine, StatementLink},
    people::DELETED,
};
use leptos::prelude::*;

use crate::{
    components::{Number, When},
    format,
};

/// The lines, oldest first.
#[component]
pub fn StatementTable(
    /// The account's name.
    name: String,
    /// The course it belongs to.
    course: Option<CourseId>,
    /// The lines, oldest first.
    lines: Vec<StatementLine>,
    /// Who reads it: links lead to pages of their own area, and to what they find there.
    reader: (Role, UserId),
) -> impl IntoView {
    let before = lines.first().map_or(0, |line| line.balance - line.amount);
    let after = lines.last().map_or(0, |line| line.balance);
    let sum = |of: fn(i64) -> i64| lines.iter().map(|line| of(line.amount)).sum::<i64>();
    let (came, went) = (sum(|amount| amount.max(0)), sum(|amount| -amount.min(0)));
    view! {
        <div class="table-wrap" role="group" aria-labelledby="statement-caption" tabindex="0">
            <table class="table statement">
                <caption id="statement-caption"><span class="visually-hidden">"Statement of "{name}</span></caption>
                <StatementColumns/>
                <tbody>
                    <tr>
                        <td></td><th scope="row">"Balance brought forward"</th><td></td><td></td><td></td><td class="num"></td><td class="num"></td>
                        <td data-label="Balance" class="num balance"><Number value=before/></td>
                    </tr>
                    {lines.into_iter().map(|line| view! { <Line line reader course/> }).collect_view()}
                </tbody>
                <tfoot><tr>
                    <td></td><th scope="row">"Closing balance"</th><td></td><td></td><td></td>
                    <td data-label="In" class="num in">{format::number(came)}</td>
                    <td data-label="Out" class="num out">{format::number(went)}</td>
                    <td data-label="Balance" class="num balance"><Number value=after/></td>
                </tr></tfoot>
            </table>
        </div>
    }
}

#[component]
fn StatementColumns() -> impl IntoView {
    view! {
        <thead><tr>
            <th scope="col">"Date"</th><th scope="col">"Entry"</th><th scope="col">"Counter-party"</th>
            <th scope="col">"Who"</th><th scope="col">"Reason"</th>
            <th scope="col" class="num">"In"</th><th scope="col" class="num">"Out"</th><th scope="col" class="num">"Balance"</th>
        </tr></thead>
    }
}

#[component]
fn Line(line: StatementLine, reader: (Role, UserId), course: Option<CourseId>) -> impl IntoView {
    let amount = |of: i64| (of > 0).then(|| format::number(of));
    let (came, went) = (amount(line.amount), amount(-line.amount));
    let thing = line.link.as_ref().map(|link| {
        let about = line.about.clone();
        let about = match address(link, &line.about, reader, course) {
            Some(href) => view! { <a href=href>{about}</a> }.into_any(),
            None => about.into_any(),
        };
        view! { <span class="under">{about}</span> }
    });
    let counter = if reader.0 == Role::Admin {
        view! { <a href=format!("/admin/accounts/{}", line.counter)>{line.counter_party}</a> }.into_any()
    } else {
        line.counter_party.into_any()
    };
    let acting = line
        .role
        .map(|role| view! { <span class="under">{role.label()}</span> });
    view! {
        <tr>
            <td data-label="Date"><When at=line.at/></td>
            <th scope="row">{line.kind.label()}" "{thing}</th>
            <td data-label="Counter-party">{counter}</td>
            <td data-label="Who">{line.actor.unwrap_or_else(|| "The portal".into())}" "{acting}</td>
            <td data-label="Reason">{(!line.reason.is_empty()).then_some(line.reason)}</td>
            <td data-label="In" class="num in">{came}</td>
            <td data-label="Out" class="num out">{went}</td>
            <td data-label="Balance" class="num balance"><Number value=line.balance/></td>
        </tr>
    }
}

/// Where the thing of a line is, in the reader's own area; nowhere where a learner is watched by another manager now.
fn address(
    link: &StatementLink,
    about: &str,
    (role, reader): (Role, UserId),
    account: Option<CourseId>,
) -> Option<String> {
    let words = format::encoded(about);
    Some(match (role, link) {
        (Role::Admin, StatementLink::Registration(_, user, _)) => format!("/admin/users/{user}"),
        (Role::Manager, StatementLink::Order(order)) => format!("/manager/orders/{order}"),
        (_, StatementLink::Order(order)) => format!("/admin/purchases/{order}"),
        // Nobody finds it by what stands in the place of a deleted user's address.
        (Role::Admin, StatementLink::Invitation(_, course)) if about == DELETED => {
            format!("/admin/courses/{course}/invitations")
        }
        (_, StatementLink::Invitation(_, course)) if about == DELETED => format!("/manager/courses/{course}"),
        (Role::Admin, StatementLink::Invitation(_, course)) => format!("/admin/courses/{course}/invitations?q={words}"),
        (_, StatementLink::Invitation(_, course)) => format!("/manager/courses/{course}?q={words}"),
        (_, StatementLink::Registration(_, _, manager)) if *manager != Some(reader) => return None,
        (_, StatementLink::Registration(..)) => format!("/manager/courses/{}/learners?q={words}", account?),
    })
}
