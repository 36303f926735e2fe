//! A plan's form, new or edited.

use lectern_contract::{
    PlanId,
    money::Currency,
    plans::{Billing, Plan},
    refusal::Field as Name,
};
use lectern_domain::plans;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    actions::{CreatePlan, EditPlan},
    crumbs,
};
use crate::{
    caller::{caller, path_id},
    components::{Field, Head, PostForm, SelectField, screen},
};

/// `/admin/plans/new`
#[component]
pub fn NewPlanPage() -> impl IntoView {
    let caller = caller();
    screen(async move {
        let caller = caller?;
        // The newest plan's currency is most likely this one's, too.
        let board = plans::view::board(&caller.portal, caller.actor()).await?;
        let currency = board.plans.last().map_or(Currency::Usd, |plan| plan.price.currency);
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="New Plan" sub="It can be subscribed to as soon as it is made." crumbs=crumbs()/>
                <PostForm action=CreatePlan::url()>
                    <PlanFields currency/>
                    <div class="btn-row">
                        <button class="btn btn-primary">"Create plan"</button><a class="btn" href="/admin/plans">"Back"</a>
                    </div>
                </PostForm>
            </main>
        })
    })
}

/// `/admin/plans/:id/edit`
#[component]
pub fn EditPlanPage() -> impl IntoView {
    let (caller, id) = (caller(), path_id::<PlanId>("id"));
    screen(async move {
        let (caller, id) = (caller?, id?);
        let plan = plans::view::one(&caller.portal, caller.actor(), id).await?;
        let currency = plan.price.currency;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title=format!("Edit {}", plan.name) sub="Whoever has the plan keeps its credits and billing until they choose it anew. The price of one credit more counts from the next order on." crumbs=crumbs()/>
                <PostForm action=EditPlan::url()>
                    <input type="hidden" name="plan" value=id.to_string()/>
                    <PlanFields currency plan/>
                    <div class="btn-row">
                        <button class="btn btn-primary">"Save"</button><a class="btn" href="/admin/plans">"Back"</a>
                    </div>
                </PostForm>
            </main>
        })
    })
}

#[component]
fn PlanFields(
    /// The currency chosen at first.
    currency: Currency,
    /// What stands in the fields at first.
    #[prop(optional)]
    plan: Option<Plan>,
) -> impl IntoView {
    let billings = Billing::ALL
        .iter()
        .map(|one| (one.to_string(), one.label().to_owned()))
        .collect();
    let currencies = Currency::ALL
        .iter()
        .map(|one| (one.to_string(), one.to_string()))
        .collect();
    let billing = plan.as_ref().map_or(Billing::Yearly, |plan| plan.billing);
    let of = |part: fn(&Plan) -> String| plan.as_ref().map(part).unwrap_or_default();
    view! {
        <Field field=Name::Name label="Name" value=of(|plan| plan.name.clone())/>
        <Field field=Name::Amount label="Credits a year" kind="number" value=of(|plan| plan.credits.to_string())
            hint="Billed yearly they come up front, billed monthly in twelve parts."/>
        <SelectField field=Name::Billing label="Billing" options=billings value=billing.to_string()/>
        <SelectField field=Name::Currency label="Currency" options=currencies value=currency.to_string()/>
        <Field field=Name::Price label="Price" short=true value=of(|plan| plan.price.plain()) hint="For each year or month, as it is billed."/>
        <Field field=Name::CreditPrice label="Price of one credit more" short=true value=of(|plan| plan.credit_price.plain()) hint="Without tax. Who has the plan pays it for credits beyond the plan’s, where purchases are in this currency."/>
    }
}
