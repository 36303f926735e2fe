//! The log of a course's invitations.

use lectern_contract::{
    Role,
    invitations::{InvitationRow, InvitationState},
    limits,
    paging::Page,
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    actions::ReInvite,
    row::{LifeActs, Signs},
};
use crate::{
    components::{Empty, Filter, FormButton, Menu, Narrowed, Pager, State, When},
    format,
    pages::manager::area::invitation_page,
};

/// What the rows need to know beside themselves.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// The acting role.
    pub role: Role,
    /// Whether people can be invited to the course.
    pub live: bool,
    /// Whether a credit is free.
    pub credit: bool,
    /// Whether letters leave by mail.
    pub mail: bool,
}

/// Search, table and pager, or what to do first.
#[component]
pub fn Log(
    /// The page of the list.
    page: Page<InvitationRow>,
    /// Whether the list was searched or filtered.
    narrowed: bool,
    /// What narrows it beside words and state.
    by: Vec<(&'static str, String)>,
    /// What its rows need to know.
    scope: Scope,
) -> impl IntoView {
    if page.total == 0 && !narrowed {
        return view! { <Empty title="No invitations yet" text="Give addresses above; each invitation holds one credit until it is accepted."/> }.into_any();
    }
    let states = InvitationState::ALL
        .iter()
        .map(|state| (state.to_string(), state.label().to_owned()))
        .collect();
    let empty = page.rows.is_empty();
    view! {
        <Filter selects=vec![("state", "State", states)] fixed=&["manager", "holding"]/>
        <Narrowed by/>
        {if empty {
            view! { <Empty title="No invitation found" text="No invitation fits this search. Try fewer words, or show all."/> }.into_any()
        } else {
            view! { <Rows rows=page.rows.clone() scope/> <Pager page what="invitations"/> }.into_any()
        }}
    }
    .into_any()
}

#[component]
fn Rows(rows: Vec<InvitationRow>, scope: Scope) -> impl IntoView {
    view! {
        <div class="table-wrap" role="group" aria-labelledby="log" tabindex="0">
            <table class="table">
                <caption><span class="visually-hidden">"Invitations"</span></caption>
                <thead><tr>
                    <th scope="col">"Address"</th>
                    <th scope="col">"State"</th>
                    <th scope="col">"Sent"</th>
                    <th scope="col" class="num">"Re-invited"</th>
                    <th scope="col">"Ends or ended"</th>
                    <th scope="col" class="act"><span class="visually-hidden">"Actions"</span></th>
                </tr></thead>
                <tbody>{rows.into_iter().map(|row| view! { <Row row scope/> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(row: InvitationRow, scope: Scope) -> impl IntoView {
    let moved = row.first_sent_to.clone().map(|first| format!("first sent to {first}"));
    let sender = (scope.role == Role::Admin).then(|| format!("by {}", row.sender));
    view! {
        <tr>
            <th scope="row">{row.email.clone()}{sender.map(|by| view! { " "<span class="under">{by}</span> })}{moved.map(|first| view! { " "<span class="under">{first}</span> })}</th>
            <td data-label="State">
                <State state=row.state.as_str() label=row.state.label()/>
                <Signs row=row.clone()/>
            </td>
            <td data-label="Sent"><When at=row.last_sent/></td>
            <td data-label="Re-invited" class="num">{format::number(row.re_invites.into())}</td>
            <td data-label="Ends or ended"><When at=row.decided.unwrap_or(row.expires)/></td>
            <td class="act"><Acts row scope/></td>
        </tr>
    }
}

/// The ⋮ menu: what the state allows, and why it does not allow the rest.
#[component]
fn Acts(row: InvitationRow, scope: Scope) -> impl IntoView {
    let (role, invitation) = (scope.role, row.id);
    let page = move |name: &str| invitation_page(role, invitation, name);
    let pending = row.state == InvitationState::Pending;
    let (again, cancel) = (why_not_again(&row, scope), why_not_cancel(&row));
    view! {
        <Menu of=row.email.clone()>
            {again.is_none().then(|| view! {
                <FormButton action=ReInvite::url() fields=vec![("invitation", invitation.to_string())] label="Re-Invite"/>
            })}
            {(pending && row.disowned.is_none() && !scope.mail).then(|| view! { <a href=page("link")>"Copy Link"</a> })}
            <LifeActs row/>
            {cancel.is_none().then(|| view! { <hr/><a class="menu-danger" href=page("cancel")>"Cancel Invite"</a> })}
            {again.map(|why| view! { <p class="menu-note">{why}</p> })}
            {cancel.map(|why| view! { <p class="menu-note">{why}</p> })}
        </Menu>
    }
}

/// Why *Re-Invite* is absent.
fn why_not_again(row: &InvitationRow, scope: Scope) -> Option<String> {
    if row.state == InvitationState::Accepted {
        return Some("Accepted: there is nothing to send again.".into());
    }
    if !row.may_re_invite() {
        return Some(format!("Sent again {} times: that is the limit.", limits::RE_INVITES));
    }
    if !scope.live {
        return Some("The course is not published, so nothing can be sent again.".into());
    }
    let needs_credit = !row.state.holds_credit() && !scope.credit;
    needs_credit.then(|| "To send it again, one credit must be free.".into())
}

/// Why *Cancel Invite* is absent.
fn why_not_cancel(row: &InvitationRow) -> Option<String> {
    let day = format::day(row.decided.unwrap_or(row.expires));
    match row.state {
        InvitationState::Pending => None,
        InvitationState::Accepted => Some(format!("Accepted on {day}: it can no longer be canceled.")),
        InvitationState::Declined => Some(format!("Declined on {day}: its credit was returned.")),
        InvitationState::Canceled => Some(format!("Canceled on {day}: its credit was returned.")),
        InvitationState::Expired => Some(format!("Expired on {day}: there is nothing left to cancel.")),
    }
}
