//! Where somebody is named: the rows and texts of a table, and the same without them.

use std::collections::BTreeSet;

use lectern_contract::{OrganizationId, UserId};
use lectern_entities::user;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Func, LikeExpr},
};
use serde_json::Value;
use uuid::Uuid;

use super::{
    address,
    cut::{Kind, Writing, cut},
    found::Found,
};
use crate::{accounts::input::email_key, fault::Result, search, tx::Tx};

/// What is looked for of somebody.
#[derive(Debug)]
pub(super) struct Traces {
    pub organization: OrganizationId,
    pub user: UserId,
    /// Stands in the place of their address, where rows need one of their own.
    pub gone: String,
    /// The longest first, so that no part of one is left over.
    names: Vec<String>,
    addresses: Vec<String>,
}

impl Traces {
    /// Everything that somebody is and was called here.
    pub async fn of(db: &impl ConnectionTrait, user: &user::Model) -> Result<Self> {
        let Found { names, addresses } = Found::of(db, user).await?;
        Ok(Self {
            organization: user.organization_id,
            user: user.id,
            gone: address(user.id),
            // A single letter is in too many texts to be anybody's name.
            names: sorted(names.into_iter().filter(|name| name.chars().count() > 1)),
            addresses: sorted(addresses.into_iter()),
        })
    }

    /// What their addresses have in common with other spellings of them.
    pub fn keys(&self) -> BTreeSet<String> {
        self.addresses.iter().map(|address| email_key(address)).collect()
    }

    /// That a column holds one of their addresses and nothing else.
    pub fn is_in(&self, column: impl ColumnTrait) -> Condition {
        Condition::any()
            .add(column.is_in(self.addresses.iter().cloned()))
            .add(lower_is_in(column, self.keys()))
    }

    /// That a text may name them; [`Traces::without`] says whether it does.
    pub fn may_be_in(&self, column: impl ColumnTrait, writing: Writing) -> Condition {
        let pattern = |text: &str| LikeExpr::new(format!("%{}%", search::escape(&writing.of(text)))).escape('\\');
        let mut any = Condition::any();
        for name in &self.names {
            any = any.add(column.like(pattern(name)));
        }
        for address in &self.addresses {
            any = any.add(column.like(pattern(address)));
            any = any.add(lower_like(column, pattern(&address.to_lowercase())));
        }
        any
    }

    /// The text without them; none where it does not name them.
    pub fn without(&self, text: &str, writing: Writing) -> Option<String> {
        if writing == Writing::Json
            && let Ok(mut value) = serde_json::from_str::<Value>(text)
        {
            return self.leave(&mut value).then(|| value.to_string());
        }
        let mut clean = text.to_owned();
        for address in &self.addresses {
            clean = cut(&clean, &writing.of(address), Kind::Address);
        }
        for name in &self.names {
            clean = cut(&clean, &writing.of(name), Kind::Name);
        }
        (clean != text).then_some(clean)
    }

    /// Takes them out of every string of a JSON value; answers whether they were in it.
    fn leave(&self, value: &mut Value) -> bool {
        match value {
            Value::String(text) if self.keys().contains(&email_key(text)) => {
                text.clone_from(&self.gone);
                true
            }
            Value::String(text) => match self.without(text, Writing::Plain) {
                Some(clean) => {
                    *text = clean;
                    true
                }
                None => false,
            },
            Value::Array(all) => all.iter_mut().fold(false, |left, one| self.leave(one) || left),
            Value::Object(all) => all.values_mut().fold(false, |left, one| self.leave(one) || left),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }

    /// The rows of a table whose text names them, each with the text as it is without them. The columns are the table's
    /// id, its organization, and the text.
    pub async fn named<E: EntityTrait>(
        &self,
        tx: &Tx,
        [id, organization, text]: [E::Column; 3],
        writing: Writing,
        only: Condition,
    ) -> Result<Vec<(Uuid, String)>> {
        let rows: Vec<(Uuid, String)> = E::find()
            .select_only()
            .columns([id, text])
            .filter(organization.eq(self.organization))
            .filter(self.may_be_in(text, writing))
            .filter(only)
            .order_by_asc(id)
            .into_tuple()
            .all(tx)
            .await?;
        let clean = |(row, text): (Uuid, String)| Some((row, self.without(&text, writing)?));
        Ok(rows.into_iter().filter_map(clean).collect())
    }

    /// Takes them out of the texts of a table, whose columns are those of [`Traces::named`].
    pub async fn take_out<E: EntityTrait>(
        &self,
        tx: &Tx,
        columns: [E::Column; 3],
        writing: Writing,
        only: Condition,
    ) -> Result<()> {
        let [id, _, text] = columns;
        for (row, clean) in self.named::<E>(tx, columns, writing, only).await? {
            E::update_many()
                .col_expr(text, Expr::value(clean))
                .filter(id.eq(row))
                .exec(tx)
                .await?;
        }
        Ok(())
    }
}

fn sorted(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = texts.collect();
    all.sort_by_key(|text| std::cmp::Reverse(text.len()));
    all
}

/// In small letters, as far as the database knows them.
fn lower(column: impl ColumnTrait) -> Expr {
    Expr::expr(Func::lower(Expr::col(column.as_column_ref())))
}

fn lower_is_in(column: impl ColumnTrait, keys: BTreeSet<String>) -> Expr {
    use sea_orm::sea_query::ExprTrait;
    lower(column).is_in(keys)
}

fn lower_like(column: impl ColumnTrait, pattern: LikeExpr) -> Expr {
    use sea_orm::sea_query::ExprTrait;
    lower(column).like(pattern)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn traces() -> Traces {
        Traces {
            organization: OrganizationId(Uuid::from_u128(1)),
            user: UserId(Uuid::from_u128(2)),
            gone: "deleted-2@deleted.invalid".into(),
            names: vec!["Al O'Hara".into(), "Al".into()],
            addresses: vec!["Al@X.example".into()],
        }
    }

    #[test]
    fn the_longest_name_is_taken_out_first() {
        let clean = traces().without("from Al O'Hara, Al for short", Writing::Plain);
        assert_eq!(clean.as_deref(), Some("from Deleted user, Deleted user for short"));
        assert_eq!(traces().without("Also hal@x.example", Writing::Plain), None);
    }

    #[test]
    fn texts_are_read_as_they_were_written() {
        let html = "<p>Al O&#39;Hara &lt;al@x.example&gt;</p>";
        let clean = traces().without(html, Writing::Html);
        assert_eq!(clean.as_deref(), Some("<p>Deleted user &lt;Deleted user&gt;</p>"));
        let body = json!({ "user": { "name": "Al O'Hara", "email": "al@x.example" }, "note": "Ask Al", "n": 1 });
        let clean = traces().without(&body.to_string(), Writing::Json).expect("named");
        let expected = json!({
            "user": { "name": "Deleted user", "email": "deleted-2@deleted.invalid" }, "note": "Ask Deleted user", "n": 1,
        });
        assert_eq!(serde_json::from_str::<Value>(&clean).expect("JSON"), expected);
        assert_eq!(
            traces().without("{\"Al\":2}", Writing::Json),
            None,
            "a key names nobody"
        );
        assert_eq!(
            traces().without("no JSON of Al", Writing::Json).as_deref(),
            Some("no JSON of Deleted user")
        );
    }
}
