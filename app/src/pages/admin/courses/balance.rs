//! Credits of an account, leading to its statement.

use lectern_contract::AccountId;
use leptos::prelude::*;

use super::address;
use crate::components::Credits;

/// The badge of an account's credits; before the first one there is no statement to lead to.
#[component]
pub fn Balance(
    /// Credits free.
    available: i64,
    /// The account, where it was ever used.
    account: Option<AccountId>,
) -> impl IntoView {
    match account {
        Some(account) => view! { <Credits available href=address::statement(account)/> }.into_any(),
        None => view! { <Credits available/> }.into_any(),
    }
}
