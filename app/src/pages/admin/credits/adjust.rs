//! A balance corrected by hand: what was typed, then what it will do, then the act.

use lectern_contract::{
    AccountId, Refusal, Role,
    credits::{AccountKind, AdjustReason, Adjustment, StatementHead},
    refusal::Field as Name,
    watch::Standing,
};
use lectern_domain::{
    accounts::input,
    credits::{adjust, statement},
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::AdjustCredits;
use crate::{
    caller::{Caller, caller, path_id},
    components::{
        Confirm, Field, Head, PostForm, SelectField,
        confirm::{Consequence, Typed, typed, unconfirmed},
        screen,
    },
    format,
    refusal::{Answer, Refused},
};

/// `/admin/accounts/:id/adjust`
#[component]
pub fn AdjustPage() -> impl IntoView {
    let (caller, account) = (caller(), path_id::<AccountId>("id"));
    let fields = unconfirmed(AdjustCredits::url(), &["amount", "reason", "note"]);
    screen(async move {
        let (caller, account) = (caller?, account?);
        caller.actor().require(Role::Admin)?;
        let head = statement::head(caller.portal.reader(), caller.actor(), account).await?;
        if !matches!(
            head.kind,
            AccountKind::Pool | AccountKind::Course | AccountKind::Manager
        ) {
            return Err(Refusal::NotFound.into());
        }
        let shown = match fields {
            None => view! { <Ask head=head.clone()/> }.into_any(),
            Some(fields) => {
                let plan = plan(&caller, account, &fields).await?;
                view! { <DryRun plan fields/> }.into_any()
            }
        };
        let crumbs = vec![
            ("/admin".to_owned(), "Dashboard".to_owned()),
            (format!("/admin/accounts/{account}"), head.name.clone()),
        ];
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Adjustment" sub=head.name crumbs/>
                {shown}
            </main>
        })
    })
}

/// What the typed correction of this account will do.
async fn plan(caller: &Caller, account: AccountId, fields: &[(&'static str, String)]) -> Answer<Adjustment> {
    let amount = input::amount(typed(fields, "amount"))?;
    let reason = typed(fields, "reason");
    let reason: AdjustReason = reason.parse().map_err(|_| Refused(Refusal::BadRequest))?;
    let (db, note) = (caller.portal.reader(), typed(fields, "note"));
    Ok(adjust::preview(db, caller.actor(), account, amount, reason, note).await?)
}

#[component]
fn Ask(head: StatementHead) -> impl IntoView {
    let reasons = AdjustReason::ALL
        .iter()
        .map(|reason| (reason.to_string(), reason.label().to_owned()))
        .collect();
    let hint = format!(
        "{} on it now. A negative number takes credits away, for example −5.",
        format::plural(head.balance, "credit is", "credits are")
    );
    let back = format!("/admin/accounts/{}", head.account);
    view! {
        <PostForm action=AdjustCredits::url()>
            <input type="hidden" name="account" value=head.account.to_string()/>
            <Field field=Name::Amount label="Credits to add" short=true hint/>
            <SelectField field=Name::Reason label="Reason" options=reasons/>
            <Field field=Name::Note label="Note" hint="It stands in the statement beside the reason."/>
            <div class="btn-row">
                <button class="btn btn-primary">"Show what moves"</button><a class="btn" href=back>"Back"</a>
            </div>
        </PostForm>
    }
}

#[component]
fn DryRun(plan: Adjustment, fields: Typed) -> impl IntoView {
    let credits = format::plural(plan.amount.abs(), "credit", "credits");
    let (label, class) = if plan.amount < 0 {
        (format!("Take {credits} away"), "btn btn-danger")
    } else {
        (format!("Add {credits}"), "btn btn-primary")
    };
    let back = (format!("/admin/accounts/{}", plan.account), "Leave it as it is");
    let consequences = consequences(&plan);
    let more = [("account", plan.account.to_string()), ("sure", "yes".to_owned())];
    let fields = more.into_iter().chain(fields).collect();
    view! { <Confirm action=AdjustCredits::url() fields consequences label back class=class/> }
}

fn consequences(plan: &Adjustment) -> Vec<Consequence> {
    let n = plan.amount.abs();
    let (kind, moves) = if plan.amount < 0 {
        let moves = format::plural(n, "credit goes", "credits go");
        ("attention", format!("{moves} outside, to no other account"))
    } else {
        let moves = format::plural(n, "credit comes", "credits come");
        ("good", format!("{moves} from outside, from no other account"))
    };
    let free = format::plural(plan.before, "credit", "credits");
    let balance = format!("{}: {free} free now, {} then", plan.name, format::number(plan.after));
    let (now, then) = (format::number(plan.total), format::number(plan.total_after()));
    let total = format!("{moves}; the organization’s credits in all, used ones among them: {now} now, {then} then");
    let said = format!("In the statement it reads “{}: {}”", plan.reason.label(), plan.note);
    let all = [(kind, balance), ("", total), ("", said)];
    all.into_iter().chain(left(plan)).collect()
}

/// A warning where little or nothing is left.
fn left(plan: &Adjustment) -> Option<Consequence> {
    if plan.after <= 0 {
        let words = "Nothing is left then: nobody can be invited or enrolled with credits of this account";
        return Some(("stop", words.to_owned()));
    }
    let level = plan.level.filter(|_| plan.standing == Standing::Low)?;
    let threshold = format::plural(level, "credit", "credits");
    let words = format!("That is low: the threshold of this account is {threshold}");
    Some(("attention", words))
}
