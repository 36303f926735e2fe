//! The statement's page. The domain decides who may see which account; the page differs by role only in its ways out.

use lectern_contract::{
    AccountId, Role, UserId,
    credits::{AccountKind, StatementHead, StatementLine},
    paging::Page,
    statements::Period,
};
use lectern_domain::{credits::statement, plans};
use leptos::prelude::*;

use super::{
    chart::balance_chart,
    range::{Between, Range, asked_period},
    table::StatementTable,
};
use crate::{
    caller::{caller, list_query, path_id},
    components::{Empty, FrozenBanner, Head, Number, Pager, PlanFacts, screen},
    format,
};

/// `/admin/accounts/:id` and `/manager/accounts/:id`
#[component]
pub fn StatementPage() -> impl IntoView {
    let (caller, account, query) = (caller(), path_id::<AccountId>("id"), list_query());
    screen(async move {
        let (caller, account) = (caller?, account?);
        let (db, actor) = (caller.portal.reader(), caller.actor());
        let period = asked_period()?;
        let sheet = statement::sheet(db, actor, account, period, query.page).await?;
        let head = sheet.head.clone();
        let plan = match (head.kind, actor.role) {
            (AccountKind::Pool, Role::Admin) => plans::view::current(&caller.portal, actor).await?,
            _ => None,
        };
        let frozen = plans::freeze::look(&caller.portal, actor).await?;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <StatementTop head=head.clone() role=actor.role lines=sheet.page.total period/>
                <FrozenBanner frozen role=actor.role/>
                {plan.map(|subscription| view! { <PlanFacts subscription/> })}
                <Range head=head.clone() role=actor.role period/>
                {(!period.is_whole()).then(|| view! { <Between opening=sheet.opening closing=sheet.closing/> })}
                <Lines head page=sheet.page reader=(actor.role, actor.user) period/>
            </main>
        })
    })
}

/// What the account is, what is on it, and how to correct it.
#[component]
fn StatementTop(head: StatementHead, role: Role, lines: u64, period: Period) -> impl IntoView {
    let entries = if period.is_whole() {
        "Entries"
    } else {
        "Entries in these days"
    };
    let sub = format!("Statement of {}", kind_words(head.kind));
    let title = if head.kind == AccountKind::Course {
        format!("{}: credits", head.name)
    } else {
        head.name.clone()
    };
    let correctable = matches!(
        head.kind,
        AccountKind::Pool | AccountKind::Course | AccountKind::Manager
    );
    let adjust = format!("/admin/accounts/{}/adjust", head.account);
    let balance = head.balance;
    view! {
        <Head title sub crumbs=crumbs(&head, role)>
            {(role == Role::Manager).then(|| view! { <a class="btn" href="/manager/how-credits-work">"How credits work"</a> })}
            {(role == Role::Admin && correctable).then(|| view! { <a class="btn" href=adjust>"Adjust"</a> })}
        </Head>
        <dl class="facts">
            <div><dt>"Balance"</dt><dd><Number value=balance/>" "{if balance == 1 { "credit" } else { "credits" }}</dd></div>
            {(head.reserved > 0).then(|| view! { <PutAside balance reserved=head.reserved/> })}
            <div><dt>{entries}</dt><dd class="num">{format::count(lines)}</dd></div>
        </dl>
    }
}

/// What lists on their way have put aside, and what is left: the number that stands elsewhere.
#[component]
fn PutAside(balance: i64, reserved: i64) -> impl IntoView {
    let available = balance - reserved;
    view! {
        <div><dt>"Put aside for lists"</dt><dd class="num">{format::number(reserved)}</dd></div>
        <div><dt>"Available"</dt><dd><Number value=available/></dd></div>
    }
}

const fn kind_words(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Pool => "the universal credits",
        AccountKind::Course => "a course’s unassigned credits",
        AccountKind::Manager => "a manager’s credits on a course",
        AccountKind::Held => "the credits held for pending invitations",
        AccountKind::Consumed => "the credits consumed by registrations",
        AccountKind::Expired => "the credits that expired",
        AccountKind::External => "the credits that came from outside",
    }
}

/// The way here: the dashboard for own accounts, the course for those of a course.
fn crumbs(head: &StatementHead, role: Role) -> Vec<(String, String)> {
    let here = |href: &str, name: &str| (href.to_owned(), name.to_owned());
    match (role, head.course) {
        (Role::Manager, Some(course)) => {
            vec![
                here("/manager/courses", "Courses"),
                (format!("/manager/courses/{course}/credits"), "Course credits".into()),
            ]
        }
        (_, Some(course)) => {
            vec![
                here("/admin/courses", "Courses"),
                (format!("/admin/courses/{course}/managers"), "Managers".into()),
            ]
        }
        _ => vec![here("/admin", "Dashboard")],
    }
}

#[component]
fn Lines(head: StatementHead, page: Page<StatementLine>, reader: (Role, UserId), period: Period) -> impl IntoView {
    if page.total == 0 && !period.is_whole() {
        return view! { <Empty title="No entries in these days" text="The balance did not change between them."/> }
            .into_any();
    }
    if page.total == 0 {
        return view! { <Empty title="No entries yet" text="The first credit that comes in or goes out will stand here."/> }.into_any();
    }
    let rows: Vec<StatementLine> = page.rows.iter().rev().cloned().collect();
    view! {
        {balance_chart(&rows)}
        <StatementTable name=head.name course=head.course lines=rows reader/>
        {(page.pages() > 1).then(|| view! { <p class="hint">"The first page has the newest entries; each page reads from top to bottom."</p> })}
        <Pager page what="entries"/>
    }
    .into_any()
}
