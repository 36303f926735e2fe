//! Server functions of the grid: one leads to the dry run, the other makes the changes.

use std::collections::BTreeMap;

use lectern_contract::{
    Refusal,
    grid::{CHANGES, GridChange},
    notice::Notice,
};
use lectern_domain::{accounts::input, credits::grid};
use leptos::server;

use super::GRID;
use crate::{
    caller::{caller, done, go},
    refusal::{Answer, Refused},
};

/// What was typed into the cells, without those left empty.
pub fn typed(cells: &BTreeMap<String, String>) -> Answer<Vec<GridChange>> {
    let change = |(cell, number): (&String, &String)| -> Answer<GridChange> {
        let free = input::amount(number)?;
        let text = format!("{cell}.{free}");
        text.parse().map_err(|_| Refused(Refusal::BadRequest))
    };
    let filled = cells.iter().filter(|(_, number)| !number.trim().is_empty());
    let changes: Vec<GridChange> = filled.map(change).collect::<Answer<_>>()?;
    match changes.len() {
        0 => Err(Refused(Refusal::NothingChanged)),
        1..=CHANGES => Ok(changes),
        _ => Err(Refused(Refusal::TooManyChanges)),
    }
}

/// The changes in an address or a form.
pub fn listed(text: &str) -> Answer<Vec<GridChange>> {
    let parts = text.split(',').filter(|part| !part.is_empty());
    parts
        .map(|part| part.parse().map_err(|_| Refused(Refusal::BadRequest)))
        .collect()
}

/// The same, written.
pub fn written(changes: &[GridChange]) -> String {
    changes.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// Looks at the numbers typed and leads to their dry run; changes nothing.
#[server(prefix = "/do", endpoint = "plan-grid")]
pub async fn plan_grid(#[server(default)] cells: BTreeMap<String, String>) -> Result<(), Refused> {
    let caller = caller()?;
    caller.actor().require(lectern_contract::Role::Admin)?;
    let changes = typed(&cells)?;
    grid::plan(caller.portal.reader(), caller.actor(), &changes).await?;
    go(&format!("{GRID}/change?cells={}", written(&changes)))
}

/// Makes the changes that the dry run named, all or none.
#[server(prefix = "/do", endpoint = "change-grid")]
pub async fn change_grid(cells: String, seen: String, key: String) -> Result<(), Refused> {
    let (caller, changes) = (caller()?, listed(&cells)?);
    let tx = caller.portal.begin().await?;
    let movements = grid::apply(&tx, caller.actor(), &key, &changes, &seen).await?;
    tx.commit().await?;
    done(GRID, Notice::GridChanged(movements))
}
