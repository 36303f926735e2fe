//! What payment providers tell us by themselves. Each word is kept as it came and acted on once.

use lectern_contract::{
    OrderId,
    money::Money,
    orders::{MoneyBackKind, MoneyBackState, OrderEventKind, OrderState, Provider},
};
use lectern_entities::{credit_order, payment_event};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

use super::{
    cancel,
    history::{self, Line},
    keep,
    money_back::{self, Back},
    payment,
    settle::{self, Paid},
};
use crate::{actor::Author, audit, fault::Result, tx::Tx};

/// A word from a provider, whose signature was checked.
#[derive(Clone, Debug)]
pub struct Word<'a> {
    /// Who says it.
    pub provider: Provider,
    /// The provider's id of this word: the same word again has the same.
    pub event_id: &'a str,
    /// What the provider calls its kind.
    pub kind: &'a str,
    /// The word as it came.
    pub body: &'a str,
    /// What it means to us.
    pub meaning: Meaning,
}

/// What a word means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The order's payment page was gone through, but the money is still on its way.
    Pending { order: OrderId },
    /// The order was paid.
    Paid {
        order: OrderId,
        payment: String,
        money: Money,
    },
    /// The payment that was on its way failed.
    Failed { order: OrderId, session: String },
    /// The payment page expired unused.
    Expired { order: OrderId, session: String },
    /// Money of a payment was refunded: so many minor units of this charge in all.
    Refunded {
        payment: String,
        charge: String,
        minor: i64,
    },
    /// One refund of a payment failed, after its charge said so much was refunded: the money stayed.
    RefundFailed {
        payment: String,
        refund: String,
        minor: i64,
    },
    /// A payment is disputed, or the dispute was decided.
    Disputed {
        payment: String,
        dispute: String,
        minor: i64,
        state: MoneyBackState,
    },
    /// Nothing that concerns orders.
    Nothing,
}

/// Whether a word was new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It was kept and acted on.
    New,
    /// It had been heard before; nothing was done.
    Again,
}

/// Keeps a word and acts on it, in one transaction. Of the same word twice at once, one waits for the other.
///
/// # Errors
/// The database's own; then the provider will say it again.
pub async fn receive(tx: &Tx, word: Word<'_>) -> Result<Heard> {
    let order = order_of(tx, word.provider, &word.meaning).await?;
    let row = payment_event::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(order.as_ref().map(|order| order.organization_id)),
        provider: Set(word.provider),
        event_id: Set(word.event_id.to_owned()),
        kind: Set(word.kind.to_owned()),
        order_id: Set(order.as_ref().map(|order| order.id)),
        body: Set(word.body.to_owned()),
        created_at: Set(tx.now()),
    };
    if !tx.insert_unless_taken(row).await? {
        return Ok(Heard::Again);
    }
    match word.meaning {
        Meaning::Refunded {
            ref payment,
            ref charge,
            minor,
        } => {
            let (kind, state) = (MoneyBackKind::Refund, MoneyBackState::Taken);
            let back = Back {
                kind,
                reference: charge,
                minor,
                state,
            };
            money_back::record(tx, by(word.provider), word.provider, payment, back, word.event_id).await?;
        }
        Meaning::RefundFailed {
            ref payment,
            ref refund,
            minor,
        } => {
            let (kind, state) = (MoneyBackKind::Refund, MoneyBackState::Returned);
            let back = Back {
                kind,
                reference: refund,
                minor,
                state,
            };
            money_back::record(tx, by(word.provider), word.provider, payment, back, word.event_id).await?;
        }
        Meaning::Disputed {
            ref payment,
            ref dispute,
            minor,
            state,
        } => {
            let kind = MoneyBackKind::Dispute;
            let back = Back {
                kind,
                reference: dispute,
                minor,
                state,
            };
            money_back::record(tx, by(word.provider), word.provider, payment, back, word.event_id).await?;
        }
        ref meaning => {
            if let Some(order) = order.filter(|order| order.provider == word.provider) {
                about_order(tx, &order, &word, meaning).await?;
            }
        }
    }
    Ok(Heard::New)
}

/// The provider as an author of the order's organization.
fn by(provider: Provider) -> impl FnOnce(&credit_order::Model) -> Author {
    move |order| Author::provider(order.organization_id, provider.as_str())
}

async fn order_of(tx: &Tx, provider: Provider, meaning: &Meaning) -> Result<Option<credit_order::Model>> {
    let id = match meaning {
        Meaning::Pending { order }
        | Meaning::Paid { order, .. }
        | Meaning::Failed { order, .. }
        | Meaning::Expired { order, .. } => Some(*order),
        Meaning::Refunded { payment, .. }
        | Meaning::RefundFailed { payment, .. }
        | Meaning::Disputed { payment, .. } => payment::order_of(tx, provider, payment).await?,
        Meaning::Nothing => None,
    };
    match id {
        Some(id) => Ok(credit_order::Entity::find_by_id(id).one(tx).await?),
        None => Ok(None),
    }
}

async fn about_order(tx: &Tx, order: &credit_order::Model, word: &Word<'_>, meaning: &Meaning) -> Result<()> {
    let author = by(word.provider)(order);
    if let Meaning::Paid { payment, money, .. } = meaning {
        let paid = Paid {
            order: order.id,
            provider: word.provider,
            reference: payment,
            money: *money,
            cause: word.event_id,
        };
        return settle::settle(tx, &author, paid).await;
    }
    let order = keep(tx, order.id).await?;
    let open = order.state == OrderState::Open;
    let ours = |session: &String| order.session.as_ref().is_none_or(|own| own == session);
    let (state, kind, act) = match meaning {
        Meaning::Failed { session, .. } if ours(session) => {
            (OrderState::Failed, OrderEventKind::Failed, "order.failed")
        }
        Meaning::Expired { session, .. } if ours(session) => {
            (OrderState::Expired, OrderEventKind::Expired, "order.expired")
        }
        Meaning::Pending { .. } if open => {
            let line = Line::of(OrderEventKind::Pending).reference(word.event_id);
            return history::write(tx, &author, &order, line).await;
        }
        _ => return Ok(()),
    };
    if !open {
        return Ok(()); // It was paid, canceled or ended before: this word came late.
    }
    cancel::end(tx, &author, &order, state, Line::of(kind).reference(word.event_id)).await?;
    let both = (
        json!({ "state": order.state }),
        json!({ "state": state, "number": order.number }),
    );
    audit::change(tx, &author, act, "order", order.id, both).await
}
