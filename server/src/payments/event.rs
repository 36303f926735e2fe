//! Stripe's events, read for what they mean to orders.

use lectern_contract::{
    OrderId,
    money::{Currency, Money},
    orders::MoneyBackState,
};
use lectern_domain::orders::receive::Meaning;
use serde::Deserialize;

/// An event as Stripe sends it; of its object only what is needed.
#[derive(Debug, Deserialize)]
pub struct Event {
    /// The event's id: the same event sent again has the same.
    pub id: String,
    /// Its kind, for example `checkout.session.completed`.
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    data: serde_json::Value,
}

/// A payment page as Stripe describes it, in events and when asked.
#[derive(Debug, Deserialize)]
pub struct Page {
    /// Its name.
    pub id: String,
    /// Where it is, while it is open.
    #[serde(default)]
    pub url: Option<String>,
    /// `open`, `complete` or `expired`.
    #[serde(default)]
    pub status: Option<String>,
    #[serde(default)]
    payment_status: Option<String>,
    #[serde(default)]
    payment_intent: Option<Named>,
    #[serde(default)]
    amount_total: Option<i64>,
    #[serde(default)]
    currency: Option<String>,
    #[serde(default)]
    client_reference_id: Option<String>,
}

/// A thing named by its id, or told whole.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Named {
    Id(String),
    Whole { id: String },
}

impl Named {
    fn id(self) -> String {
        match self {
            Self::Id(id) | Self::Whole { id } => id,
        }
    }
}

#[derive(Debug, Deserialize)]
struct Charge {
    id: String,
    #[serde(default)]
    payment_intent: Option<Named>,
    amount_refunded: i64,
}

#[derive(Debug, Deserialize)]
struct Refund {
    id: String,
    #[serde(default)]
    payment_intent: Option<Named>,
    amount: i64,
    #[serde(default)]
    status: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Dispute {
    id: String,
    #[serde(default)]
    payment_intent: Option<Named>,
    amount: i64,
    status: String,
}

impl Page {
    fn order(&self) -> Option<OrderId> {
        self.client_reference_id.as_ref()?.parse().ok()
    }

    /// The payment and its money, where the page was paid.
    pub fn paid(self) -> Option<(String, Money)> {
        if self.payment_status.as_deref() != Some("paid") {
            return None;
        }
        let currency: Currency = self.currency?.to_uppercase().parse().ok()?;
        let payment = self.payment_intent.map_or(self.id, Named::id);
        Some((payment, Money::new(self.amount_total?, currency)))
    }
}

impl Event {
    /// What it means to orders. None where it is not what its kind promises.
    pub fn meaning(&self) -> Option<Meaning> {
        Some(match self.kind.as_str() {
            "checkout.session.completed" | "checkout.session.async_payment_succeeded" => {
                let page: Page = self.object()?;
                let Some(order) = page.order() else {
                    return Some(Meaning::Nothing);
                };
                match page.paid() {
                    Some((payment, money)) => Meaning::Paid { order, payment, money },
                    None => Meaning::Pending { order },
                }
            }
            "checkout.session.async_payment_failed" => {
                let page: Page = self.object()?;
                page.order().map_or(Meaning::Nothing, |order| Meaning::Failed {
                    order,
                    session: page.id,
                })
            }
            "checkout.session.expired" => {
                let page: Page = self.object()?;
                page.order().map_or(Meaning::Nothing, |order| Meaning::Expired {
                    order,
                    session: page.id,
                })
            }
            "charge.refunded" => {
                let charge: Charge = self.object()?;
                charge
                    .payment_intent
                    .map_or(Meaning::Nothing, |payment| Meaning::Refunded {
                        payment: payment.id(),
                        charge: charge.id,
                        minor: charge.amount_refunded,
                    })
            }
            // Older versions of Stripe's interface tell of a failure by the second, and newer ones by all three.
            "refund.failed" | "charge.refund.updated" | "refund.updated" => refund(self.object()?),
            kind if kind.starts_with("charge.dispute.") => dispute(kind, self.object()?),
            _ => Meaning::Nothing,
        })
    }

    fn object<T: serde::de::DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(self.data.get("object")?).ok()
    }
}

/// Refunds are told by their charges; only that one came to nothing afterwards is not.
fn refund(refund: Refund) -> Meaning {
    let failed = matches!(refund.status.as_deref(), Some("failed" | "canceled"));
    match refund.payment_intent.filter(|_| failed) {
        Some(payment) => Meaning::RefundFailed {
            payment: payment.id(),
            refund: refund.id,
            minor: refund.amount,
        },
        None => Meaning::Nothing,
    }
}

/// An inquiry (`warning_…`) moves no money; what it becomes may.
fn dispute(kind: &str, dispute: Dispute) -> Meaning {
    let state = match (kind, dispute.status.as_str()) {
        ("charge.dispute.closed", "won") => MoneyBackState::Returned,
        ("charge.dispute.closed", "lost") => MoneyBackState::Lost,
        ("charge.dispute.funds_withdrawn", _) => MoneyBackState::Taken,
        ("charge.dispute.created", status) if !status.starts_with("warning") => MoneyBackState::Taken,
        _ => return Meaning::Nothing,
    };
    dispute
        .payment_intent
        .map_or(Meaning::Nothing, |payment| Meaning::Disputed {
            payment: payment.id(),
            dispute: dispute.id,
            minor: dispute.amount,
            state,
        })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const ORDER: &str = "01970000-0000-7000-8000-000000000001";

    fn meaning(kind: &str, object: impl Into<Value>) -> Option<Meaning> {
        let object: Value = object.into();
        let event = json!({ "id": "evt_1", "object": "event", "type": kind, "data": { "object": object } });
        serde_json::from_value::<Event>(event).expect("an event").meaning()
    }

    fn page(status: &str) -> Value {
        json!({
            "id": "cs_1", "object": "checkout.session", "client_reference_id": ORDER, "payment_status": status,
            "payment_intent": "pi_1", "amount_total": 2975, "currency": "eur",
        })
    }

    #[test]
    fn pages_tell_of_their_order() {
        let order: OrderId = ORDER.parse().expect("an id");
        let money = Money::new(2_975, Currency::Eur);
        let paid = Some(Meaning::Paid {
            order,
            payment: "pi_1".into(),
            money,
        });
        let session = || "cs_1".to_owned();
        assert_eq!(meaning("checkout.session.completed", page("paid")), paid);
        assert_eq!(meaning("checkout.session.async_payment_succeeded", page("paid")), paid);
        assert_eq!(
            meaning("checkout.session.completed", page("unpaid")),
            Some(Meaning::Pending { order })
        );
        let failed = Some(Meaning::Failed {
            order,
            session: session(),
        });
        assert_eq!(meaning("checkout.session.async_payment_failed", page("unpaid")), failed);
        let expired = Some(Meaning::Expired {
            order,
            session: session(),
        });
        assert_eq!(meaning("checkout.session.expired", page("unpaid")), expired);
        let mut whole = page("paid");
        whole["payment_intent"] = json!({ "id": "pi_1", "object": "payment_intent" });
        assert_eq!(meaning("checkout.session.completed", whole), paid);
    }

    #[test]
    fn what_is_not_ours_means_nothing() {
        let mut other = page("paid");
        other["client_reference_id"] = json!("their-cart-7");
        assert_eq!(meaning("checkout.session.completed", other), Some(Meaning::Nothing));
        assert_eq!(
            meaning("customer.created", json!({ "id": "cus_1" })),
            Some(Meaning::Nothing)
        );
        assert_eq!(
            meaning("charge.refunded", json!({ "id": "ch_1" })),
            None,
            "not what its kind promises"
        );
    }

    #[test]
    fn money_that_goes_back_is_told_with_its_payment() {
        let charge = json!({ "id": "ch_1", "payment_intent": "pi_1", "amount": 2975, "amount_refunded": 1000 });
        let refunded = Meaning::Refunded {
            payment: "pi_1".into(),
            charge: "ch_1".into(),
            minor: 1_000,
        };
        assert_eq!(meaning("charge.refunded", charge), Some(refunded));
        for (kind, status, failed) in [
            ("refund.failed", "failed", true),
            ("charge.refund.updated", "failed", true),
            ("refund.updated", "failed", true),
            ("refund.updated", "canceled", true),
            ("refund.updated", "succeeded", false),
            ("charge.refund.updated", "pending", false),
            ("refund.created", "pending", false),
        ] {
            let object = json!({
                "id": "re_1", "object": "refund", "charge": "ch_1", "payment_intent": "pi_1", "amount": 1000,
                "currency": "eur", "status": status,
            });
            let expected = match failed {
                true => Meaning::RefundFailed {
                    payment: "pi_1".into(),
                    refund: "re_1".into(),
                    minor: 1_000,
                },
                false => Meaning::Nothing,
            };
            assert_eq!(meaning(kind, object), Some(expected), "{kind} {status}");
        }
        for (kind, status, state) in [
            ("created", "needs_response", Some(MoneyBackState::Taken)),
            ("created", "warning_needs_response", None),
            ("funds_withdrawn", "needs_response", Some(MoneyBackState::Taken)),
            ("updated", "under_review", None),
            ("closed", "won", Some(MoneyBackState::Returned)),
            ("closed", "lost", Some(MoneyBackState::Lost)),
            ("closed", "warning_closed", None),
        ] {
            let object = json!({ "id": "dp_1", "payment_intent": "pi_1", "amount": 2975, "status": status });
            let expected = state.map_or(Meaning::Nothing, |state| Meaning::Disputed {
                payment: "pi_1".into(),
                dispute: "dp_1".into(),
                minor: 2_975,
                state,
            });
            assert_eq!(
                meaning(&format!("charge.dispute.{kind}"), object),
                Some(expected),
                "{kind} {status}"
            );
        }
    }
}
