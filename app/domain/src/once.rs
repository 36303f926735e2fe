//! Acts that carry an idempotency key happen once (`spec/safety.md`, Once; `spec/credits.md` L10).

use lectern_contract::Refusal;
use lectern_entities::receipt;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    actor::Actor,
    fault::{Error, Result},
    secrets,
    tx::Tx,
};

/// Runs `work` unless the same key did it before; then gives the answer of that time, whatever has changed
/// since. `request` is everything the act was asked to do. The key's row is written first, so that of two
/// parallel requests one waits for the other.
///
/// Before it an act looks only at the actor's role and at the form itself. Whether the actor may still do it, and
/// whether it is still possible, belongs into `work`: else a repeated request is refused for what its first run,
/// or somebody since, has changed. The receipt answers nobody but the person who got it.
///
/// # Errors
/// `BadRequest` for a key that is empty, too long, or none that every database keeps; `KeyReused` where it came with
/// another request; else what `work` refuses.
pub async fn once<T: Serialize + DeserializeOwned>(
    tx: &Tx,
    actor: &Actor,
    key: &str,
    act: &str,
    request: impl Serialize,
    work: impl Future<Output = Result<T>>,
) -> Result<T> {
    if key.is_empty() || key.len() > 200 || key.contains('\0') {
        return Err(Refusal::BadRequest.into());
    }
    let request = serde_json::to_string(&(act, actor.user, request)).map_err(Error::fault)?;
    let request_hash = secrets::hash(&request);
    let row = receipt::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(actor.organization),
        idempotency_key: Set(key.to_owned()),
        request_hash: Set(request_hash.clone()),
        answer: Set(None),
        created_at: Set(tx.now()),
    };
    let mine = receipt::Column::OrganizationId
        .eq(actor.organization)
        .and(receipt::Column::IdempotencyKey.eq(key));
    if !tx.insert_unless_taken(row).await? {
        return earlier(receipt::Entity::find().filter(mine).one(tx).await?, &request_hash);
    }
    let answer = work.await?;
    let text = serde_json::to_string(&answer).map_err(Error::fault)?;
    receipt::Entity::update_many()
        .col_expr(receipt::Column::Answer, Expr::value(text))
        .filter(mine)
        .exec(tx)
        .await?;
    Ok(answer)
}

fn earlier<T: DeserializeOwned>(receipt: Option<receipt::Model>, request_hash: &str) -> Result<T> {
    let receipt = receipt.ok_or_else(|| Error::fault("a taken idempotency key has no row"))?;
    if receipt.request_hash != request_hash {
        return Err(Refusal::KeyReused.into());
    }
    serde_json::from_str(receipt.answer.as_deref().unwrap_or("null")).map_err(Error::fault)
}
