//! What a purchase costs and brings, the terms, and the order; for admins and for managers who buy.

use lectern_contract::{CourseId, orders::Quote, refusal::Field as Name};
use leptos::prelude::*;

use super::terms::TermsBox;
use crate::{
    components::{Choice, Number, PostForm, Problem},
    format,
    islands::terms_gate::TermsGate,
};

/// What one credit costs, said before a quantity is chosen.
pub fn one_costs(one: &Quote) -> String {
    let tax = if one.tax_rate.0 == 0 {
        String::new()
    } else {
        format!(", plus {} % {}", one.tax_rate, one.tax_label)
    };
    let whose = one
        .price_of
        .sentence()
        .map(|words| format!(" {words}"))
        .unwrap_or_default();
    format!("One credit costs {}{tax}.{whose}", one.credit)
}

/// The last step before the order.
#[component]
pub fn Agree(
    /// What it costs.
    quote: Quote,
    /// Where the order is posted to.
    action: &'static str,
    /// The course a manager buys for.
    #[prop(optional)]
    course: Option<CourseId>,
    /// What the account is called on which the credits land.
    lands: &'static str,
    /// Where another quantity is chosen.
    #[prop(into)]
    again: String,
) -> impl IntoView {
    let terms = quote.terms.clone();
    let label = format!("I have read the terms (version {}) and accept them", terms.version);
    let total = quote.total;
    view! {
        <Sum quote=quote.clone() lands/>
        <PostForm action>
            {course.map(|course| view! { <input type="hidden" name="course" value=course.to_string()/> })}
            <input type="hidden" name="amount" value=quote.quantity.to_string()/>
            <input type="hidden" name="terms" value=terms.version.to_string()/>
            <input type="hidden" name="total" value=total.minor.to_string()/>
            <TermsBox terms/>
            <div class="field">
                <Choice name="accept" value="yes" label checked=false/>
                <TermsGate/>
                <Problem field=Name::Accept/>
            </div>
            <div class="btn-row">
                <button class="btn btn-primary">{format!("Purchase for {total}")}</button>
                <a class="btn" href=again>"Another quantity"</a>
            </div>
        </PostForm>
    }
}

/// The price, and the account before and after.
#[component]
fn Sum(quote: Quote, lands: &'static str) -> impl IntoView {
    let what = format!(
        "{} at {}",
        format::plural(quote.quantity, "credit", "credits"),
        quote.credit
    );
    let tax = (quote.tax_rate.0 > 0).then(|| {
        view! { <div><dt>{format!("{} {} %", quote.tax_label, quote.tax_rate)}</dt><dd>{quote.tax.to_string()}</dd></div> }
    });
    let after = quote.pool_after();
    let whose = quote.price_of.sentence();
    view! {
        <div class="split">
            <section class="section" aria-labelledby="price">
                <header class="section-head"><h2 id="price">"Price"</h2></header>
                <dl class="sum">
                    <div><dt>{what}</dt><dd>{quote.net.to_string()}</dd></div>
                    {tax}
                    <div class="total"><dt>"To be paid"</dt><dd>{quote.total.to_string()}</dd></div>
                </dl>
                {whose.map(|words| view! { <p class="hint">{words}</p> })}
            </section>
            <section class="section" aria-labelledby="pool">
                <header class="section-head"><h2 id="pool">{lands}</h2></header>
                <dl class="sum">
                    <div><dt>"Credits now"</dt><dd><Number value=quote.pool/></dd></div>
                    <div><dt>"Purchased"</dt><dd>{format::number(quote.quantity)}</dd></div>
                    <div class="total"><dt>"After the purchase"</dt><dd><Number value=after/></dd></div>
                </dl>
            </section>
        </div>
    }
}
