//! Run-time data of one item of an instance.

use chrono::{DateTime, Utc};
use lectern_contract::{
    InstanceId, InstanceItemId, LaunchId, OrganizationId, registrations::Completion, registrations::Success,
};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

/// Run-time data of one item of an instance.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "instance_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InstanceItemId,
    pub organization_id: OrganizationId,
    pub instance_id: InstanceId,
    #[sea_orm(column_type = "Text")]
    pub item: String,
    pub completion: Completion,
    pub success: Success,
    pub score: Option<f64>,
    pub progress: Option<f64>,
    #[sea_orm(column_type = "Text")]
    pub elements: String,
    #[sea_orm(column_type = "Text")]
    pub exit: String,
    pub terminated: bool,
    pub centiseconds: i64,
    pub base_centiseconds: i64,
    pub launch_id: Option<LaunchId>,
    pub session: i32,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
