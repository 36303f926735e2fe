//! Everything else that names them: requests, claims, letters that came back, refusals, webhooks, remembered answers, and
//! what courses sent.

use lectern_contract::{WebhookId, claims::ClaimState, people::DELETED};
use lectern_entities::{
    bounce, claim, credit_request, instance, instance_item, launch, launch_commit, receipt, refused, registration,
    ticket, webhook, webhook_attempt, webhook_delivery,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::Expr};
use uuid::Uuid;

use super::{cut::Writing, traces::Traces};
use crate::{fault::Result, search, tx::Tx};

/// Notes and answers of requests for credits.
pub(super) async fn erase_requests(tx: &Tx, traces: &Traces) -> Result<()> {
    for text in [credit_request::Column::Note, credit_request::Column::Answer] {
        let columns = [credit_request::Column::Id, credit_request::Column::OrganizationId, text];
        traces
            .take_out::<credit_request::Entity>(tx, columns, Writing::Plain, Condition::all())
            .await?;
    }
    Ok(())
}

/// What nobody locks together with credits.
pub(super) async fn erase(tx: &Tx, traces: &Traces) -> Result<()> {
    claims(tx, traces).await?;
    bounces(tx, traces).await?;
    refusals(tx, traces).await?;
    deliveries(tx, traces).await?;
    answers(tx, traces).await?;
    courses(tx, traces).await
}

/// Claims of theirs, which are over, and claims of others on invitations that were for them.
async fn claims(tx: &Tx, traces: &Traces) -> Result<()> {
    let here = || claim::Column::OrganizationId.eq(traces.organization);
    let theirs = || {
        Condition::any()
            .add(claim::Column::UserId.eq(traces.user))
            .add(claim::Column::EmailKey.is_in(traces.keys()))
    };
    claim::Entity::update_many()
        .col_expr(claim::Column::State, Expr::value(ClaimState::Declined))
        .col_expr(claim::Column::DecidedAt, Expr::value(Some(tx.now())))
        .filter(here())
        .filter(theirs())
        .filter(claim::Column::State.eq(ClaimState::Open))
        .exec(tx)
        .await?;
    claim::Entity::update_many()
        .col_expr(claim::Column::Name, Expr::value(DELETED))
        .col_expr(claim::Column::Email, Expr::value(DELETED))
        .col_expr(claim::Column::EmailKey, Expr::value(&traces.gone))
        .col_expr(claim::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(here())
        .filter(theirs())
        .exec(tx)
        .await?;
    claim::Entity::update_many()
        .col_expr(claim::Column::Invited, Expr::value(DELETED))
        .filter(here())
        .filter(traces.is_in(claim::Column::Invited))
        .exec(tx)
        .await?;
    Ok(())
}

/// Letters to them that came back, with what the mail service said; and the addresses of links to new ones.
async fn bounces(tx: &Tx, traces: &Traces) -> Result<()> {
    bounce::Entity::update_many()
        .col_expr(bounce::Column::Email, Expr::value(DELETED))
        .col_expr(bounce::Column::EmailKey, Expr::value(&traces.gone))
        .col_expr(bounce::Column::Reason, Expr::value("erased"))
        .col_expr(bounce::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(bounce::Column::OrganizationId.eq(traces.organization))
        .filter(bounce::Column::EmailKey.is_in(traces.keys()))
        .exec(tx)
        .await?;
    ticket::Entity::update_many()
        .col_expr(ticket::Column::Email, Expr::value(None::<String>))
        .filter(ticket::Column::UserId.eq(traces.user))
        .exec(tx)
        .await?;
    Ok(())
}

/// The log of refused acts, which lets nothing be changed but this: an address gives way to [`DELETED`], and a refusal's
/// own words to those of its reason.
async fn refusals(tx: &Tx, traces: &Traces) -> Result<()> {
    let column = |text| [refused::Column::Id, refused::Column::OrganizationId, text];
    let of = |rows: Vec<(Uuid, String)>| rows.into_iter().map(|(row, _)| row).collect::<Vec<Uuid>>();
    let by_address = traces
        .named::<refused::Entity>(tx, column(refused::Column::Address), Writing::Plain, Condition::all())
        .await?;
    let by_address = of(by_address);
    if !by_address.is_empty() {
        refused::Entity::update_many()
            .col_expr(refused::Column::Address, Expr::value(DELETED))
            .col_expr(refused::Column::AddressKey, Expr::value(search::key(DELETED)))
            .col_expr(refused::Column::Detail, Expr::value(None::<String>))
            .filter(refused::Column::Id.is_in(by_address))
            .exec(tx)
            .await?;
    }
    let by_words = traces
        .named::<refused::Entity>(tx, column(refused::Column::Detail), Writing::Json, Condition::all())
        .await?;
    let by_words = of(by_words);
    if !by_words.is_empty() {
        refused::Entity::update_many()
            .col_expr(refused::Column::Detail, Expr::value(None::<String>))
            .filter(refused::Column::Id.is_in(by_words))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// What webhooks were told and answered. Their rows are locked first, as by everybody who changes deliveries.
async fn deliveries(tx: &Tx, traces: &Traces) -> Result<()> {
    let webhooks = webhook::Entity::find()
        .select_only()
        .column(webhook::Column::Id)
        .filter(webhook::Column::OrganizationId.eq(traces.organization))
        .order_by_asc(webhook::Column::Id);
    tx.keep(webhooks).into_tuple::<WebhookId>().all(tx).await?;
    let bodies = [
        webhook_delivery::Column::Id,
        webhook_delivery::Column::OrganizationId,
        webhook_delivery::Column::Body,
    ];
    traces
        .take_out::<webhook_delivery::Entity>(tx, bodies, Writing::Json, Condition::all())
        .await?;
    let answers = [
        webhook_attempt::Column::Id,
        webhook_attempt::Column::OrganizationId,
        webhook_attempt::Column::Answer,
    ];
    traces
        .take_out::<webhook_attempt::Entity>(tx, answers, Writing::Json, Condition::all())
        .await
}

/// Answers that are given again to who repeats a request.
async fn answers(tx: &Tx, traces: &Traces) -> Result<()> {
    let columns = [
        receipt::Column::Id,
        receipt::Column::OrganizationId,
        receipt::Column::Answer,
    ];
    traces
        .take_out::<receipt::Entity>(tx, columns, Writing::Json, Condition::all())
        .await
}

/// Raw commits are for support alone and go. Of what courses keep of their learner, results stay and their name goes.
async fn courses(tx: &Tx, traces: &Traces) -> Result<()> {
    let launches = launch::Entity::find()
        .select_only()
        .column(launch::Column::Id)
        .filter(launch::Column::UserId.eq(traces.user));
    launch_commit::Entity::delete_many()
        .filter(launch_commit::Column::LaunchId.in_subquery(launches.into_query()))
        .exec(tx)
        .await?;
    let registrations = registration::Entity::find()
        .select_only()
        .column(registration::Column::Id)
        .filter(registration::Column::UserId.eq(traces.user));
    let instances = instance::Entity::find()
        .select_only()
        .column(instance::Column::Id)
        .filter(instance::Column::RegistrationId.in_subquery(registrations.into_query()));
    let theirs = Condition::all().add(instance_item::Column::InstanceId.in_subquery(instances.into_query()));
    let columns = [
        instance_item::Column::Id,
        instance_item::Column::OrganizationId,
        instance_item::Column::Elements,
    ];
    traces
        .take_out::<instance_item::Entity>(tx, columns, Writing::Json, theirs)
        .await
}
