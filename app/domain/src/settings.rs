//! What an organization has set for itself: rules read it with [`of`], an admin changes it with [`change`].

use lectern_contract::{
    OrganizationId, Role, limits,
    refusal::Field,
    settings::{Proration, RefundPolicy, Settings},
};
use lectern_entities::settings;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Select};

use crate::{
    accounts::input,
    actor::Actor,
    audit,
    fault::{Error, Result},
    tx::Tx,
};

/// What is typed of the settings; numbers as text, so that a wrong one is refused beside its field.
#[derive(Clone, Debug)]
pub struct SettingsForm {
    /// Days.
    pub invitation_days: String,
    /// When a withdrawal gives the credit back.
    pub refund_policy: RefundPolicy,
    /// Percent.
    pub refund_percent: String,
    /// Days.
    pub refund_days: String,
    /// How monthly grants are counted.
    pub proration: Proration,
    /// Whether managers may buy.
    pub managers_can_buy: bool,
    /// Days.
    pub grace_days: String,
    /// Whether invited people are reminded, and learners whose completion falls due.
    pub reminders: bool,
}

impl SettingsForm {
    fn clean(&self) -> Result<Settings> {
        Ok(Settings {
            invitation_days: input::number(&self.invitation_days, Field::InvitationDays, &limits::INVITATION_DAYS)?,
            refund_policy: self.refund_policy,
            refund_percent: input::number(&self.refund_percent, Field::RefundPercent, &limits::REFUND_PERCENT)?,
            refund_days: input::number(&self.refund_days, Field::RefundDays, &limits::REFUND_DAYS)?,
            proration: self.proration,
            managers_can_buy: self.managers_can_buy,
            grace_days: input::number(&self.grace_days, Field::GraceDays, &limits::GRACE_DAYS)?,
            reminders: self.reminders,
        })
    }
}

/// A new organization's settings: every column has its default.
///
/// # Errors
/// The database's own.
pub(crate) async fn begin(tx: &Tx, organization: OrganizationId) -> Result<()> {
    tx.insert(settings::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(organization),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    })
    .await
}

/// The settings in force, for the rules that obey them.
///
/// # Errors
/// The database's own.
pub async fn of(db: &impl ConnectionTrait, organization: OrganizationId) -> Result<Settings> {
    let row = row(organization).one(db).await?;
    row.as_ref().map(read).ok_or_else(missing)
}

/// The settings, for the page that changes them.
///
/// # Errors
/// `NotFound` unless an admin asks.
pub async fn show(db: &impl ConnectionTrait, actor: &Actor) -> Result<Settings> {
    actor.require(Role::Admin)?;
    of(db, actor.organization).await
}

/// Changes the settings; they hold for every act from now on. What was is in the audit log.
///
/// # Errors
/// `NotFound` unless an admin asks; `Missing` or `OutOfRange` for a number.
pub async fn change(tx: &Tx, actor: &Actor, form: &SettingsForm) -> Result<()> {
    actor.require(Role::Admin)?;
    let new = form.clean()?;
    let row = tx.keep(row(actor.organization)).one(tx).await?.ok_or_else(missing)?;
    let old = read(&row);
    if old == new {
        return Ok(());
    }
    settings::ActiveModel {
        id: Set(row.id),
        invitation_days: Set(new.invitation_days),
        refund_policy: Set(new.refund_policy),
        refund_percent: Set(new.refund_percent),
        refund_days: Set(new.refund_days),
        proration: Set(new.proration),
        managers_can_buy: Set(new.managers_can_buy),
        grace_days: Set(new.grace_days),
        reminders: Set(new.reminders),
        updated_at: Set(tx.now()),
        ..Default::default()
    }
    .update(tx)
    .await?;
    let (before, after) = (text(&old)?, text(&new)?);
    let entry = audit::Entry {
        act: "settings.change",
        subject: "organization",
        id: Some(actor.organization.0),
        before: Some(&before),
        after: Some(&after),
    };
    audit::write(tx, &actor.author(), entry).await
}

fn row(organization: OrganizationId) -> Select<settings::Entity> {
    settings::Entity::find().filter(settings::Column::OrganizationId.eq(organization))
}

const fn read(row: &settings::Model) -> Settings {
    Settings {
        invitation_days: row.invitation_days,
        refund_policy: row.refund_policy,
        refund_percent: row.refund_percent,
        refund_days: row.refund_days,
        proration: row.proration,
        managers_can_buy: row.managers_can_buy,
        grace_days: row.grace_days,
        reminders: row.reminders,
    }
}

fn missing() -> Error {
    Error::fault("an organization without settings")
}

fn text(settings: &Settings) -> Result<serde_json::Value> {
    serde_json::to_value(settings).map_err(Error::fault)
}
