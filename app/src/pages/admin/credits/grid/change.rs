//! The dry run of changes to the grid: every movement by name, every balance before and after.

use lectern_contract::{
    Role,
    grid::{GridFigure, GridPlan},
};
use lectern_domain::credits::grid;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    GRID,
    actions::{ChangeGrid, listed, written},
};
use crate::{
    caller::{caller, parameter},
    components::{Head, Number, PostForm, screen},
    format,
};

/// `/admin/credits/grid/change?cells=…`
#[component]
pub fn ChangeGridPage() -> impl IntoView {
    let (caller, cells) = (caller(), parameter("cells"));
    screen(async move {
        let caller = caller?;
        caller.actor().require(Role::Admin)?;
        let changes = listed(&cells)?;
        let crumbs = vec![
            ("/admin".to_owned(), "Dashboard".to_owned()),
            (GRID.to_owned(), "Credits grid".to_owned()),
        ];
        let shown = if changes.is_empty() {
            view! { <Nothing/> }.into_any()
        } else {
            let plan = grid::plan(caller.portal.reader(), caller.actor(), &changes).await?;
            view! { <DryRun plan cells=written(&changes)/> }.into_any()
        };
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="What moves" sub="Nothing has moved yet." crumbs/>
                {shown}
            </main>
        })
    })
}

#[component]
fn DryRun(plan: GridPlan, cells: String) -> impl IntoView {
    let count = i64::try_from(plan.movements.len()).unwrap_or(i64::MAX);
    let many = format::plural(count, "movement", "movements");
    view! {
        <Balances figures=plan.figures/>
        <section class="confirm" aria-label="Movements">
            <ul class="consequences">
                {plan.movements.iter().map(|movement| view! { <li>{movement.words()}</li> }).collect_view()}
            </ul>
            <PostForm action=ChangeGrid::url()>
                <input type="hidden" name="cells" value=cells/>
                <input type="hidden" name="seen" value=plan.seen/>
                <div class="btn-row">
                    <button class="btn btn-primary">{format!("Make {many}")}</button>
                    <a class="btn" href=GRID>"Back to the grid"</a>
                </div>
            </PostForm>
        </section>
    }
}

#[component]
fn Balances(figures: Vec<GridFigure>) -> impl IntoView {
    let line = |figure: GridFigure| {
        view! {
            <tr>
                <th scope="row">{figure.name}</th>
                <td data-label="Now" class="num"><Number value=figure.before/></td>
                <td data-label="Then" class="num"><Number value=figure.after/></td>
            </tr>
        }
    };
    view! {
        <div class="table-wrap" role="group" aria-label="Free credits now and then" tabindex="0"><table class="table">
            <caption>"Free credits"</caption>
            <thead><tr><th scope="col">"Whose"</th><th scope="col" class="num">"Now"</th><th scope="col" class="num">"Then"</th></tr></thead>
            <tbody>{figures.into_iter().map(line).collect_view()}</tbody>
        </table></div>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <p>"No number was typed. Type new ones into the grid first."</p>
        <div class="btn-row"><a class="btn btn-primary" href=GRID>"Credits grid"</a></div>
    }
}
