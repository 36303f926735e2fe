//! A manager buys credits for a course, where the settings allow it: the steps and orders are those of
//! `admin/purchases`.

pub mod actions;
mod page;

pub use page::{MyOrders, OwnBuyPage};

use lectern_contract::CourseId;

use super::credits::tab;

/// The page where credits for a course are bought.
pub fn buy_page(course: CourseId) -> String {
    format!("{}/buy", tab(course))
}
