//! Short words for tests about plans.

use chrono::{DateTime, Utc};
use lectern_contract::{
    PlanId, SubscriptionId,
    money::Currency,
    plans::{Billing, Effect},
};
use lectern_domain::{
    Result,
    plans::{
        cancel, change,
        offer::{self, PlanForm},
        renew, rounds, subscribe,
    },
};
use lectern_entities::{ledger_transaction, subscription};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{House, fresh_key};

/// A plan's form.
pub fn plan_form(name: &str, credits: i64, billing: Billing) -> PlanForm {
    PlanForm {
        name: name.into(),
        credits: credits.to_string(),
        billing,
        currency: Currency::Eur,
        price: "1,250".into(),
        credit_price: "4.50".into(),
    }
}

impl House {
    /// A plan on offer.
    pub async fn plan(&self, name: &str, credits: i64, billing: Billing) -> PlanId {
        let form = plan_form(name, credits, billing);
        let made = self.act(async |tx| offer::create(tx, self.ada(), &fresh_key(), &form).await);
        made.await.expect("a plan")
    }

    /// Subscribes.
    pub async fn subscribe(&self, plan: PlanId) -> Result<i64> {
        self.act(async |tx| subscribe::subscribe(tx, self.ada(), &fresh_key(), plan).await)
            .await
    }

    /// The newest subscription.
    pub async fn subscription(&self) -> subscription::Model {
        let newest = subscription::Entity::find().order_by_desc(subscription::Column::Id);
        let row = newest
            .one(self.portal.reader())
            .await
            .expect("subscriptions can be read");
        row.expect("there is a subscription")
    }

    /// Whether anybody ever subscribed.
    pub async fn has_subscribed(&self) -> bool {
        let any = subscription::Entity::find().one(self.portal.reader()).await;
        any.expect("subscriptions can be read").is_some()
    }

    /// Changes its plan.
    pub async fn change_plan(&self, plan: PlanId) -> Result<Effect> {
        let id = self.subscription().await.id;
        self.act(async |tx| change::change(tx, self.ada(), &fresh_key(), id, plan).await)
            .await
    }

    /// Cancels it, at its period's end or now.
    pub async fn cancel_plan(&self, now: bool) -> Result<()> {
        let id = self.subscription().await.id;
        self.act(async |tx| cancel::cancel(tx, self.ada(), &fresh_key(), id, now).await)
            .await
    }

    /// Takes the cancellation back.
    pub async fn resume_plan(&self) -> Result<()> {
        let id = self.subscription().await.id;
        self.act(async |tx| cancel::resume(tx, self.ada(), id).await).await
    }

    /// Renews it.
    pub async fn renew_plan(&self) -> Result<i64> {
        let id: SubscriptionId = self.subscription().await.id;
        self.act(async |tx| renew::renew(tx, self.ada(), &fresh_key(), id).await)
            .await
    }

    /// The job's rounds until nothing is due.
    pub async fn rounds(&self) {
        for id in rounds::waiting(&self.portal).await.expect("subscriptions can be read") {
            while self.act(async |tx| rounds::round(tx, id).await).await.expect("a round") {}
        }
    }

    /// Moves the clock to an instant.
    pub fn at(&self, instant: &str) {
        let to: DateTime<Utc> = instant.parse().expect("an instant");
        self.clock.advance(to - self.portal.now());
    }

    /// The keys of ledger transactions that begin so, in their order.
    pub async fn keys(&self, beginning: &str) -> Vec<String> {
        let found = ledger_transaction::Entity::find()
            .filter(ledger_transaction::Column::IdempotencyKey.starts_with(beginning))
            .order_by_asc(ledger_transaction::Column::IdempotencyKey);
        let rows = found.all(self.portal.reader()).await.expect("the ledger can be read");
        rows.into_iter().map(|row| row.idempotency_key).collect()
    }
}
