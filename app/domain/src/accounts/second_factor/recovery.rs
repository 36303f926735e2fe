//! Recovery codes: each stands in for the second factor once. They follow from the portal's secret key, so that the
//! page that shows them can be loaded again until they are kept; the database has keyed hashes alone.

use data_encoding::BASE32_NOPAD;
use lectern_contract::{UserId, second_factor::RECOVERY_CODES};
use lectern_entities::{recovery_code, second_factor};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr,
};

use crate::{fault::Result, secrets::SecretKey, tx::Tx};

/// Characters of a code: fifty bits.
const LENGTH: usize = 10;

/// The recovery codes of a second factor, as people write them: `abcde-fghij`.
pub(super) fn codes(key: &SecretKey, factor: &second_factor::Model) -> Vec<String> {
    let (id, round) = (factor.id.0, factor.codes_round.to_be_bytes());
    let code = |number: usize| {
        let number = number.to_be_bytes();
        let mut parts: Vec<&[u8]> = vec![b"recovery", id.as_bytes(), &number];
        // The first codes were made before there were rounds.
        if round != [0; 4] {
            parts.push(&round);
        }
        let bytes = key.derive(&parts);
        let text = BASE32_NOPAD.encode(&bytes).to_lowercase();
        format!("{}-{}", &text[..LENGTH / 2], &text[LENGTH / 2..LENGTH])
    };
    (0..RECOVERY_CODES).map(code).collect()
}

/// Keeps the hashes of a second factor's new codes.
pub(super) async fn keep(tx: &Tx, factor: &second_factor::Model) -> Result<()> {
    let (organization, user) = (factor.organization_id, factor.user_id);
    for code in codes(tx.secret(), factor) {
        tx.insert(recovery_code::ActiveModel {
            id: Set(tx.new_id()),
            organization_id: Set(organization),
            user_id: Set(user),
            code_hash: Set(hash(tx.secret(), user, &code)),
            used_at: Set(None),
            created_at: Set(tx.now()),
        })
        .await?;
    }
    Ok(())
}

/// Uses a code up; answers whether it was one that was not used yet.
pub(super) async fn redeem(tx: &Tx, user: UserId, typed: &str) -> Result<bool> {
    let redeemed = recovery_code::Entity::update_many()
        .col_expr(recovery_code::Column::UsedAt, Expr::value(tx.now()))
        .filter(recovery_code::Column::UserId.eq(user))
        .filter(recovery_code::Column::CodeHash.eq(hash(tx.secret(), user, typed)))
        .filter(recovery_code::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(redeemed.rows_affected == 1)
}

/// How many codes are left.
pub(super) async fn left(db: &impl ConnectionTrait, user: UserId) -> Result<u64> {
    Ok(recovery_code::Entity::find()
        .filter(recovery_code::Column::UserId.eq(user))
        .filter(recovery_code::Column::UsedAt.is_null())
        .count(db)
        .await?)
}

pub(super) async fn remove(tx: &Tx, user: UserId) -> Result<()> {
    let own = recovery_code::Column::UserId.eq(user);
    recovery_code::Entity::delete_many().filter(own).exec(tx).await?;
    Ok(())
}

/// Hyphens, spaces and capitals do not matter to those who type.
fn hash(key: &SecretKey, user: UserId, typed: &str) -> String {
    let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    key.keyed_hash("recovery", user.0, &plain.to_lowercase())
}
