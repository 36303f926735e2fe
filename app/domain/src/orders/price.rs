//! What an organization's credits cost, who sells them, and the terms they are sold under.

use lectern_contract::{
    OrganizationId, Refusal, Role, limits,
    money::{Currency, Money, TaxRate},
    orders::{Price, Terms},
    refusal::{Field, OrderProblem},
};
use lectern_entities::{price, terms};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, sea_query::Expr,
};

use crate::{
    accounts::input,
    actor::Actor,
    audit,
    fault::{Error, Result},
    tx::Tx,
};

/// What is typed on Admin → Purchases → Price and terms.
#[derive(Clone, Debug)]
pub struct PriceForm {
    /// The currency chosen.
    pub currency: Currency,
    /// The price of one credit without tax, as typed.
    pub price: String,
    /// What the tax is called; may be empty where the rate is 0.
    pub tax_label: String,
    /// The tax rate in percent, as typed.
    pub tax: String,
    /// Who sells.
    pub seller: String,
    /// Their address.
    pub seller_address: String,
    /// Where invoices go.
    pub buyer_address: String,
    /// How to pay an invoice.
    pub payment_note: String,
    /// The terms; another text is another version.
    pub terms: String,
}

/// The price, if one is set.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn price(db: &impl ConnectionTrait, actor: &Actor) -> Result<Option<Price>> {
    actor.require(Role::Admin)?;
    Ok(row(db, actor.organization).await?.map(|row| Price {
        credit: Money::new(row.credit_minor, row.currency),
        tax_label: row.tax_label,
        tax: TaxRate(row.tax_rate),
        seller_name: row.seller_name,
        seller_address: row.seller_address,
        buyer_address: row.buyer_address,
        payment_note: row.payment_note,
    }))
}

/// The terms to accept now, if there are any.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn terms(db: &impl ConnectionTrait, actor: &Actor) -> Result<Option<Terms>> {
    actor.require(Role::Admin)?;
    Ok(current_terms(db, actor.organization).await?.map(|row| terms_of(&row)))
}

pub(super) fn terms_of(row: &terms::Model) -> Terms {
    Terms {
        version: row.version,
        text: row.text.clone(),
        since: row.created_at,
    }
}

/// The currency of purchases, once a price is set.
///
/// # Errors
/// The database's own.
pub(crate) async fn currency(db: &impl ConnectionTrait, organization: OrganizationId) -> Result<Option<Currency>> {
    Ok(row(db, organization).await?.map(|row| row.currency))
}

pub(super) async fn row(db: &impl ConnectionTrait, organization: OrganizationId) -> Result<Option<price::Model>> {
    let row = price::Entity::find().filter(price::Column::OrganizationId.eq(organization));
    Ok(row.one(db).await?)
}

pub(super) async fn current_terms(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
) -> Result<Option<terms::Model>> {
    let newest = terms::Entity::find()
        .filter(terms::Column::OrganizationId.eq(organization))
        .order_by_desc(terms::Column::Version);
    Ok(newest.one(db).await?)
}

/// Keeps price, seller and terms. Orders and invoices that exist keep what was agreed; a changed text of the terms
/// becomes their next version.
///
/// # Errors
/// `NotFound` unless an admin asks; problems of the fields.
pub async fn save(tx: &Tx, actor: &Actor, form: PriceForm) -> Result<()> {
    actor.require(Role::Admin)?;
    let checked = check(&form)?;
    let before = (
        price(tx, actor).await?,
        terms(tx, actor).await?.map(|terms| terms.version),
    );
    let blank = price::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(actor.organization),
        currency: Set(checked.credit.currency),
        credit_minor: Set(checked.credit.minor),
        tax_label: Set(String::new()),
        tax_rate: Set(0),
        seller_name: Set(String::new()),
        seller_address: Set(String::new()),
        buyer_address: Set(String::new()),
        payment_note: Set(String::new()),
        orders: Set(0),
        invoices: Set(0),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    tx.insert_unless_taken(blank).await?;
    price::Entity::update_many()
        .col_expr(price::Column::Currency, Expr::value(checked.credit.currency))
        .col_expr(price::Column::CreditMinor, Expr::value(checked.credit.minor))
        .col_expr(price::Column::TaxLabel, Expr::value(&checked.tax_label))
        .col_expr(price::Column::TaxRate, Expr::value(checked.tax.0))
        .col_expr(price::Column::SellerName, Expr::value(&checked.seller_name))
        .col_expr(price::Column::SellerAddress, Expr::value(&checked.seller_address))
        .col_expr(price::Column::BuyerAddress, Expr::value(&checked.buyer_address))
        .col_expr(price::Column::PaymentNote, Expr::value(&checked.payment_note))
        .col_expr(price::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(price::Column::OrganizationId.eq(actor.organization))
        .exec(tx)
        .await?;
    let version = save_terms(tx, actor, &form.terms).await?;
    let (before, after) = (in_words(&before)?, in_words(&(Some(checked), Some(version)))?);
    let entry = audit::Entry {
        act: "price.save",
        subject: "organization",
        id: Some(actor.organization.0),
        before: before.as_ref(),
        after: after.as_ref(),
    };
    audit::write(tx, &actor.author(), entry).await
}

/// Price and version of the terms as one thing for the audit log; none before there was a price.
fn in_words((price, terms): &(Option<Price>, Option<i32>)) -> Result<Option<serde_json::Value>> {
    let Some(price) = price else { return Ok(None) };
    let mut value = serde_json::to_value(price).map_err(Error::fault)?;
    value["terms"] = serde_json::json!(terms);
    Ok(Some(value))
}

fn check(form: &PriceForm) -> Result<Price> {
    let credit = Money::parse(&form.price, form.currency)
        .filter(|price| (1..=limits::CREDIT_PRICE).contains(&price.minor))
        .ok_or(Refusal::Order(OrderProblem::PriceOutOfRange))?;
    let tax = TaxRate::parse(&form.tax).ok_or(Refusal::Order(OrderProblem::TaxOutOfRange))?;
    let tax_label = match (tax.0, form.tax_label.trim()) {
        (0, "") => String::new(),
        (_, label) => input::line(label, Field::TaxLabel, limits::TAX_LABEL)?,
    };
    let seller_address = address(&form.seller_address, Field::SellerAddress)?;
    if seller_address.is_empty() {
        return Err(Refusal::Missing(Field::SellerAddress).into());
    }
    Ok(Price {
        credit,
        tax_label,
        tax,
        seller_name: input::line(&form.seller, Field::Seller, limits::NAME)?,
        seller_address,
        buyer_address: address(&form.buyer_address, Field::BuyerAddress)?,
        payment_note: address(&form.payment_note, Field::PaymentNote)?,
    })
}

/// Text that stands on an invoice, which is one page.
fn address(text: &str, field: Field) -> Result<String> {
    let text = input::lines(text, field, limits::INVOICE_ADDRESS)?;
    if text.lines().count() > limits::INVOICE_ADDRESS_LINES {
        return Err(Refusal::Order(OrderProblem::TooManyLines(field, limits::INVOICE_ADDRESS_LINES)).into());
    }
    Ok(text)
}

/// The price's row is locked by now, so versions count on without gaps.
async fn save_terms(tx: &Tx, actor: &Actor, text: &str) -> Result<i32> {
    let text = input::lines(text, Field::Terms, limits::TERMS)?;
    if text.is_empty() {
        return Err(Refusal::Missing(Field::Terms).into());
    }
    let current = current_terms(tx, actor.organization).await?;
    let version = current.as_ref().map_or(0, |row| row.version);
    if current.is_some_and(|row| row.text == text) {
        return Ok(version);
    }
    tx.insert(terms::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(actor.organization),
        version: Set(version + 1),
        text: Set(text),
        author_id: Set(actor.user),
        created_at: Set(tx.now()),
    })
    .await?;
    Ok(version + 1)
}

/// Counts on one of the organization's sequences and answers the price with the new count. What is rolled back was
/// not counted, so the numbers have no gaps.
///
/// # Errors
/// `NoPrice` where none is set.
pub(super) async fn count(tx: &Tx, organization: OrganizationId, sequence: price::Column) -> Result<price::Model> {
    let counted = price::Entity::update_many()
        .col_expr(sequence, Expr::col(sequence).add(1))
        .filter(price::Column::OrganizationId.eq(organization))
        .exec(tx)
        .await?;
    match (counted.rows_affected, row(tx, organization).await?) {
        (1, Some(row)) => Ok(row),
        _ => Err(Refusal::Order(OrderProblem::NoPrice).into()),
    }
}
