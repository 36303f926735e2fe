//! Before anything is sent: how many of which kind, the price against the balance, and *Send*.

use lectern_contract::{
    Role,
    batches::{BatchHead, Shortage, Verdict},
    refusal::Field as Name,
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::{CheckBatch, SendBatch};
use crate::{
    components::{FormButton, LongField, PostForm, Problem, When},
    format,
    pages::manager::area::batch_page,
};

/// The numbers, and what can be done.
#[component]
pub fn Preview(head: BatchHead, role: Role) -> impl IntoView {
    let page = batch_page(role, head.id);
    let fields = vec![("batch", head.id.to_string())];
    let mine = head.mine;
    view! {
        <section class="section" aria-labelledby="known">
            <header class="section-head"><h2 id="known">"What is known of these addresses"</h2></header>
            <Counts verdicts=head.verdicts.clone() page=page.clone()/>
            <p class="hint">"Checked on "<When at=head.checked/>". Each address is checked once more when its invitation is sent."</p>
            <div class="btn-row">
                {mine.then(|| view! { <FormButton action=CheckBatch::url() fields class="btn" label="Check again"/> })}
                <a class="btn" href=format!("{page}/cancel")>"Throw away"</a>
            </div>
        </section>
        {mine.then(|| view! {
            <section class="section" aria-labelledby="price">
                <header class="section-head"><h2 id="price">"Price"</h2></header>
                <Price head/>
            </section>
        })}
    }
}

/// How many rows have each verdict; each number opens its rows.
#[component]
fn Counts(verdicts: Vec<(Verdict, u64)>, page: String) -> impl IntoView {
    let count = move |(verdict, rows): (Verdict, u64)| {
        let note = if verdict.may_send() {
            "is invited"
        } else {
            "is not invited"
        };
        view! {
            <li><a href=format!("{page}?verdict={verdict}")>
                <span class="stat-name">{verdict.label()}</span>
                <span class="stat-num">{format::count(rows)}</span>
                <span class="stat-note">{note}</span>
            </a></li>
        }
    };
    view! { <ul class="stats">{verdicts.into_iter().map(count).collect_view()}</ul> }
}

#[component]
fn Price(head: BatchHead) -> impl IntoView {
    let price = i64::try_from(head.sendable()).unwrap_or(i64::MAX);
    let left = head.free - price;
    let invitations = format::plural(price, "invitation", "invitations");
    view! {
        <dl class="sum">
            <div><dt>{invitations}</dt><dd>{format::number(price)}</dd></div>
            <div><dt>"Available"</dt><dd>{format::number(head.free)}</dd></div>
            <div class="total"><dt>"Left"</dt><dd>{if left < 0 {
                view! { <span class="num negative">{format::number(left)}" "<span class="unit">"short"</span></span> }.into_any()
            } else {
                format::number(left).into_any()
            }}</dd></div>
        </dl>
        {match why_not(price, head.free) {
            Some(why) => view! { <p class="hint">{why}</p> }.into_any(),
            None => view! { <SendForm head price/> }.into_any(),
        }}
    }
}

/// Why nothing of the list can be sent.
const fn why_not(price: i64, free: i64) -> Option<&'static str> {
    match (price, free) {
        (0, _) => Some("None of these addresses can be invited, so there is nothing to send."),
        (_, ..=0) => Some("An invitation holds one credit, and none is free here. Get some first; the list waits."),
        _ => None,
    }
}

/// The form that sends.
#[component]
fn SendForm(head: BatchHead, price: i64) -> impl IntoView {
    let short = price > head.free;
    let label = match (price, short) {
        (_, true) => "Send invitations".to_owned(),
        (1, _) => "Send 1 invitation".to_owned(),
        (n, _) => format!("Send {} invitations", format::number(n)),
    };
    view! {
        <PostForm action=SendBatch::url() id="send">
            <input type="hidden" name="batch" value=head.id.to_string()/>
            <Problem field=Name::Amount/>
            <Problem field=Name::Course/>
            <LongField field=Name::Message label="Message" hint="Stands in each letter, in your own words." optional=true/>
            {short.then(|| view! { <TooFew free=head.free/> })}
            <p class="hint">"One credit is put aside for each invitation at once, and held for it when it is sent. What is not needed comes back."</p>
            <div class="btn-row"><button class="btn btn-primary">{label}</button></div>
        </PostForm>
    }
}

/// What to do with too few credits.
#[component]
fn TooFew(free: i64) -> impl IntoView {
    let first = format!("Send the first {}", format::number(free));
    view! {
        <fieldset class="field"><legend>"Too few credits"</legend>
            <label class="choice">
                <input type="radio" name="shortage" value=Shortage::All.as_str() checked/>" "<span>"All or nothing"</span>
                " "<span class="hint">"Nobody is invited until there is a credit for everybody."</span>
            </label>
            <label class="choice">
                <input type="radio" name="shortage" value=Shortage::First.as_str()/>" "<span>{first}</span>
                " "<span class="hint">"In the order of the list; the others stay without an invitation."</span>
            </label>
        </fieldset>
    }
}
