//! Plans are made, edited and archived by admins. Whoever has one keeps its terms until they change it.

use lectern_contract::{
    PlanId, Refusal, Role, limits,
    money::{Currency, Money},
    plans::{Billing, PlanState},
    refusal::Field,
};
use lectern_entities::plan;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use super::find;
use crate::{
    accounts::input,
    actor::Actor,
    audit,
    credits::accounts::check_amount,
    fault::{Error, Result, is_taken},
    once::once,
    tx::Tx,
};

/// What is typed of a plan.
#[derive(Clone, Debug, serde::Serialize)]
pub struct PlanForm {
    /// Its name.
    pub name: String,
    /// Credits a year.
    pub credits: String,
    /// How often it is paid and grants.
    pub billing: Billing,
    /// Of both prices.
    pub currency: Currency,
    /// What one period costs; it may be free.
    pub price: String,
    /// What one credit more costs.
    pub credit_price: String,
}

/// The same, checked.
struct Terms {
    name: String,
    credits: i64,
    billing: Billing,
    currency: Currency,
    price_minor: i64,
    credit_minor: i64,
}

impl PlanForm {
    fn clean(&self) -> Result<Terms> {
        let credits = input::amount(&self.credits)?;
        check_amount(credits)?;
        Ok(Terms {
            name: input::name(&self.name)?,
            credits,
            billing: self.billing,
            currency: self.currency,
            price_minor: money(&self.price, self.currency, Field::Price)?,
            credit_minor: credit_price(&self.credit_price, self.currency)?,
        })
    }
}

fn money(text: &str, currency: Currency, field: Field) -> Result<i64> {
    if text.trim().is_empty() {
        return Err(Refusal::Missing(field).into());
    }
    let money = Money::parse(text, currency).filter(|money| money.minor <= limits::PRICE);
    Ok(money.ok_or(Refusal::Malformed(field))?.minor)
}

/// The price of one credit: credits are not given away, and one order's sum can be counted.
fn credit_price(text: &str, currency: Currency) -> Result<i64> {
    let minor = money(text, currency, Field::CreditPrice)?;
    if (1..=limits::CREDIT_PRICE).contains(&minor) {
        Ok(minor)
    } else {
        Err(Refusal::Malformed(Field::CreditPrice).into())
    }
}

/// Puts a plan on offer.
///
/// # Errors
/// `NotFound` unless an admin asks; problems of the fields; `PlanNameTaken`; `KeyReused`.
pub async fn create(tx: &Tx, actor: &Actor, key: &str, form: &PlanForm) -> Result<PlanId> {
    actor.require(Role::Admin)?;
    let terms = form.clean()?;
    once(tx, actor, key, "plan.create", form, async {
        let id: PlanId = tx.new_id();
        let row = plan::ActiveModel {
            id: Set(id),
            organization_id: Set(actor.organization),
            name: Set(terms.name),
            credits: Set(terms.credits),
            billing: Set(terms.billing),
            currency: Set(terms.currency),
            price_minor: Set(terms.price_minor),
            credit_minor: Set(terms.credit_minor),
            state: Set(PlanState::Active),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        };
        if !tx.insert_unless_taken(row).await? {
            return Err(Refusal::PlanNameTaken.into());
        }
        audit::note(tx, &actor.author(), "plan.create", "plan", id, form).await?;
        Ok(id)
    })
    .await
}

/// Changes what a plan offers from now on. A running subscription keeps its credits and billing; the price of one
/// credit more counts for the next order of who has the plan, too.
///
/// # Errors
/// As [`create`]; `PlanArchived`.
pub async fn edit(tx: &Tx, actor: &Actor, id: PlanId, form: &PlanForm) -> Result<()> {
    actor.require(Role::Admin)?;
    let terms = form.clean()?;
    let before = find(tx, actor.organization, id).await?;
    if before.state == PlanState::Archived {
        return Err(Refusal::PlanArchived.into());
    }
    let was = json!(super::shown(before.clone()));
    let mut row = before.into_active_model();
    row.name = Set(terms.name);
    row.credits = Set(terms.credits);
    row.billing = Set(terms.billing);
    row.currency = Set(terms.currency);
    row.price_minor = Set(terms.price_minor);
    row.credit_minor = Set(terms.credit_minor);
    row.updated_at = Set(tx.now());
    let row = row.update(tx).await.map_err(|error| {
        if is_taken(&error) {
            Refusal::PlanNameTaken.into()
        } else {
            Error::from(error)
        }
    })?;
    let is = json!(super::shown(row));
    write(tx, actor, "plan.edit", id, (&was, &is)).await
}

/// Takes a plan off the offer. Whoever has it keeps it, and it renews.
///
/// # Errors
/// `NotFound` unless an admin asks for a plan of the organization; `PlanArchived`.
pub async fn archive(tx: &Tx, actor: &Actor, id: PlanId) -> Result<()> {
    actor.require(Role::Admin)?;
    let before = find(tx, actor.organization, id).await?;
    if before.state == PlanState::Archived {
        return Err(Refusal::PlanArchived.into());
    }
    let was = json!({ "state": before.state });
    let mut row = before.into_active_model();
    row.state = Set(PlanState::Archived);
    row.updated_at = Set(tx.now());
    row.update(tx).await?;
    let is = json!({ "state": PlanState::Archived });
    write(tx, actor, "plan.archive", id, (&was, &is)).await
}

async fn write(
    tx: &Tx,
    actor: &Actor,
    act: &'static str,
    id: PlanId,
    (before, after): (&serde_json::Value, &serde_json::Value),
) -> Result<()> {
    let entry = audit::Entry {
        act,
        subject: "plan",
        id: Some(id.0),
        before: Some(before),
        after: Some(after),
    };
    audit::write(tx, &actor.author(), entry).await
}
