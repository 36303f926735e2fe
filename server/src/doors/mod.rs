//! Every layer a request passes, one file each, outermost first: `log` → `headers` → `hosts` → `flood` → `unread` → `origin` →
//! session → `who` → `guard` → the page, act or upload. The JSON API stands beside the last six: it takes keys and no
//! cookies, so no browser speaks for anybody there (see [`crate::api`]).

pub mod flood;
pub mod forms;
pub mod guard;
pub mod headers;
pub mod hosts;
pub mod log;
pub mod nul;
pub mod origin;
pub mod unread;
pub mod who;
