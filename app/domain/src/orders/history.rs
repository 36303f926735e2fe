//! An order's history: one line per thing that happened to it, never changed.

use lectern_contract::orders::OrderEventKind;
use lectern_entities::{credit_order, order_event};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::{
    actor::Author,
    fault::{Error, Result},
    tx::Tx,
};

/// A line to be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    kind: OrderEventKind,
    money_minor: Option<i64>,
    credits: i64,
    reference: &'a str,
}

impl<'a> Line<'a> {
    /// A line that only says what happened.
    pub const fn of(kind: OrderEventKind) -> Self {
        Self {
            kind,
            money_minor: None,
            credits: 0,
            reference: "",
        }
    }

    /// What happened.
    pub const fn kind(&self) -> OrderEventKind {
        self.kind
    }

    /// The money it was about, in minor units.
    pub const fn money(mut self, minor: i64) -> Self {
        self.money_minor = Some(minor);
        self
    }

    /// Credits that came (positive) or were taken back (negative).
    pub const fn credits(mut self, credits: i64) -> Self {
        self.credits = credits;
        self
    }

    /// The provider's own id of it.
    pub const fn reference(mut self, reference: &'a str) -> Self {
        self.reference = reference;
        self
    }
}

/// Writes the next line; the order's row is locked or new, so lines count on.
///
/// # Errors
/// The database's own.
pub(super) async fn write(tx: &Tx, author: &Author, order: &credit_order::Model, line: Line<'_>) -> Result<()> {
    let lines = order_event::Entity::find().filter(order_event::Column::OrderId.eq(order.id));
    let number = i32::try_from(lines.count(tx).await?).map_err(Error::fault)? + 1;
    tx.insert(order_event::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(order.organization_id),
        order_id: Set(order.id),
        line: Set(number),
        kind: Set(line.kind),
        actor_id: Set(author.user),
        role: Set(author.role),
        money_minor: Set(line.money_minor),
        credits: Set(line.credits),
        reference: Set(line.reference.to_owned()),
        created_at: Set(tx.now()),
    })
    .await
}
