//! What Stripe says of one payment, in its own form.

use serde_json::{Value, json};

pub const GONE_THROUGH: &str = "checkout.session.completed";
pub const PAID: &str = "checkout.session.async_payment_succeeded";
pub const FAILED: &str = "checkout.session.async_payment_failed";
pub const EXPIRED: &str = "checkout.session.expired";
pub const REFUNDED: &str = "charge.refunded";
pub const REFUND_FAILED: &str = "refund.failed";
pub const DISPUTED: &str = "charge.dispute.created";
pub const DECIDED: &str = "charge.dispute.closed";

/// One word: its kind, and what it is about.
pub type Told = (&'static str, Value);

/// Money that was on its way came; EUR 11.90 of it were refunded, which is 10 credits; the rest was disputed.
pub fn disputed(page: &Value, verdict: &str) -> Vec<Told> {
    let dispute = |status: &str| {
        json!({
            "id": named(page, "dp_"), "object": "dispute", "payment_intent": page["payment_intent"],
            "amount": 1_785, "currency": "eur", "status": status,
        })
    };
    vec![
        (GONE_THROUGH, shown(page, "complete", "unpaid")),
        (PAID, shown(page, "complete", "paid")),
        (REFUNDED, charge(page, 1_190)),
        (DISPUTED, dispute("needs_response")),
        (DECIDED, dispute(verdict)),
    ]
}

/// EUR 17.85 were refunded in two parts, of which the second, EUR 5.95, failed: EUR 11.90 are gone, which is 10 credits.
pub fn failed_in_part(page: &Value) -> Vec<Told> {
    let refund = json!({
        "id": named(page, "re_"), "object": "refund", "charge": named(page, "ch_"),
        "payment_intent": page["payment_intent"], "amount": 595, "currency": "eur", "status": "failed",
        "failure_reason": "expired_or_canceled_card",
    });
    vec![
        (GONE_THROUGH, shown(page, "complete", "unpaid")),
        (PAID, shown(page, "complete", "paid")),
        (REFUNDED, charge(page, 1_785)),
        (REFUND_FAILED, refund),
    ]
}

/// The page's end was said; then the money came all the same, and was refunded.
pub fn ended(page: &Value, kind: &'static str, status: &str) -> Vec<Told> {
    vec![
        (GONE_THROUGH, shown(page, "complete", "unpaid")),
        (kind, shown(page, status, "unpaid")),
        (PAID, shown(page, "complete", "paid")),
        (REFUNDED, charge(page, 2_975)),
    ]
}

/// A payment page as events show it.
fn shown(page: &Value, status: &str, payment: &str) -> Value {
    let mut page = page.clone();
    page["status"] = json!(status);
    page["payment_status"] = json!(payment);
    page["url"] = Value::Null;
    page
}

/// The charge of a page's payment, with so much of it refunded.
fn charge(page: &Value, refunded: i64) -> Value {
    json!({
        "id": named(page, "ch_"), "object": "charge", "payment_intent": page["payment_intent"],
        "amount": 2_975, "amount_refunded": refunded, "currency": "eur",
    })
}

/// An id of this kind, of its own for each page.
fn named(page: &Value, kind: &str) -> String {
    page["id"].as_str().expect("an id").replace("cs_", kind)
}
