//! A purchase of credits; what was agreed stays, its state moves.

use chrono::{DateTime, Utc};
use lectern_contract::{
    CourseId, OrderId, OrganizationId, PaymentId, Role, TermsId, UserId,
    money::Currency,
    orders::{Landed, OrderState, Provider},
};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// A purchase of credits; what was agreed stays, its state moves.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credit_order")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderId,
    pub organization_id: OrganizationId,
    pub number: i64,
    pub buyer_id: UserId,
    pub role: Role,
    pub provider: Provider,
    pub state: OrderState,
    pub quantity: i64,
    pub currency: Currency,
    pub credit_minor: i64,
    pub net_minor: i64,
    #[sea_orm(column_type = "Text")]
    pub tax_label: String,
    pub tax_rate: i32,
    pub tax_minor: i64,
    pub total_minor: i64,
    pub terms_id: TermsId,
    pub terms_accepted_at: DateTime<Utc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub session: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub checkout_url: Option<String>,
    pub payment_id: Option<PaymentId>,
    pub paid_at: Option<DateTime<Utc>>,
    pub taken_back: i64,
    /// The course a manager bought for; none where an admin bought for the pool.
    pub course_id: Option<CourseId>,
    /// Where the credits landed; none before the payment, and where they were bought for the pool.
    pub landed: Option<Landed>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
