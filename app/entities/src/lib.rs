//! What a row is: one file per table, nothing else. The columns are described in `migrations`.

pub mod account;
pub mod attempt;
pub mod audit;
pub mod course;
pub mod course_manager;
pub mod course_version;
pub mod instance;
pub mod instance_item;
pub mod invitation;
pub mod launch;
pub mod launch_commit;
pub mod ledger_transaction;
pub mod letter;
pub mod lot;
pub mod organization;
pub mod plan;
pub mod posting;
pub mod receipt;
pub mod registration;
pub mod session;
pub mod settings;
pub mod subscription;
pub mod ticket;
pub mod user;
pub mod user_role;
