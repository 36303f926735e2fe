//! Server functions of plans and the subscription.

use lectern_contract::{
    PlanId, SubscriptionId,
    money::Currency,
    notice::Notice,
    plans::{Billing, Effect},
};
use lectern_domain::plans::{
    cancel, change,
    offer::{self, PlanForm},
    renew, subscribe as begin,
};
use leptos::server;

use crate::{
    caller::{caller, done},
    refusal::Refused,
};

/// Where every act of this area leads.
const PLANS: &str = "/admin/plans";

/// Puts a plan on offer.
#[server(prefix = "/do", endpoint = "create-plan")]
pub async fn create_plan(
    #[server(default)] name: String,
    #[server(default)] amount: String,
    billing: Billing,
    currency: Currency,
    #[server(default)] price: String,
    #[server(default)] credit_price: String,
    key: String,
) -> Result<(), Refused> {
    let (caller, form) = (caller()?, form(name, amount, billing, currency, [price, credit_price]));
    let tx = caller.portal.begin().await?;
    offer::create(&tx, caller.actor(), &key, &form).await?;
    tx.commit().await?;
    done(PLANS, Notice::PlanCreated)
}

/// Changes what a plan offers.
#[server(prefix = "/do", endpoint = "edit-plan")]
pub async fn edit_plan(
    plan: PlanId,
    #[server(default)] name: String,
    #[server(default)] amount: String,
    billing: Billing,
    currency: Currency,
    #[server(default)] price: String,
    #[server(default)] credit_price: String,
) -> Result<(), Refused> {
    let (caller, form) = (caller()?, form(name, amount, billing, currency, [price, credit_price]));
    let tx = caller.portal.begin().await?;
    offer::edit(&tx, caller.actor(), plan, &form).await?;
    tx.commit().await?;
    done(PLANS, Notice::Saved)
}

fn form(
    name: String,
    credits: String,
    billing: Billing,
    currency: Currency,
    [price, credit_price]: [String; 2],
) -> PlanForm {
    PlanForm {
        name,
        credits,
        billing,
        currency,
        price,
        credit_price,
    }
}

/// Takes a plan off the offer.
#[server(prefix = "/do", endpoint = "archive-plan")]
pub async fn archive_plan(plan: PlanId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    offer::archive(&tx, caller.actor(), plan).await?;
    tx.commit().await?;
    done(PLANS, Notice::PlanArchived)
}

/// Begins a subscription.
#[server(prefix = "/do", endpoint = "subscribe")]
pub async fn subscribe(plan: PlanId, key: String) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    let granted = begin::subscribe(&tx, caller.actor(), &key, plan).await?;
    tx.commit().await?;
    done(PLANS, Notice::Subscribed(granted))
}

/// Changes the subscription's plan, at once or with the next renewal.
#[server(prefix = "/do", endpoint = "change-plan")]
pub async fn change_plan(subscription: SubscriptionId, plan: PlanId, key: String) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    let effect = change::change(&tx, caller.actor(), &key, subscription, plan).await?;
    tx.commit().await?;
    done(PLANS, said(effect))
}

fn said(effect: Effect) -> Notice {
    match effect {
        Effect::Begin(share, _) => Notice::Subscribed(share.amount),
        Effect::Now { amount, .. } => Notice::PlanUpgraded(amount),
        Effect::AtRenewal(_) => Notice::PlanChangesLater,
        Effect::Keep => Notice::PlanStays,
    }
}

/// Cancels the subscription, at its period's end or now.
#[server(prefix = "/do", endpoint = "cancel-subscription")]
pub async fn cancel_subscription(
    subscription: SubscriptionId,
    #[server(default)] now: bool,
    key: String,
) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    cancel::cancel(&tx, caller.actor(), &key, subscription, now).await?;
    tx.commit().await?;
    let notice = if now {
        Notice::SubscriptionFrozen
    } else {
        Notice::SubscriptionCanceled
    };
    done(PLANS, notice)
}

/// Takes a cancellation back.
#[server(prefix = "/do", endpoint = "resume-subscription")]
pub async fn resume_subscription(subscription: SubscriptionId) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    cancel::resume(&tx, caller.actor(), subscription).await?;
    tx.commit().await?;
    done(PLANS, Notice::SubscriptionResumed)
}

/// Renews a lapsed subscription.
#[server(prefix = "/do", endpoint = "renew-subscription")]
pub async fn renew_subscription(subscription: SubscriptionId, key: String) -> Result<(), Refused> {
    let caller = caller()?;
    let tx = caller.portal.begin().await?;
    let granted = renew::renew(&tx, caller.actor(), &key, subscription).await?;
    tx.commit().await?;
    done(PLANS, Notice::SubscriptionRenewed(granted))
}
