//! The table: a cell says what is free and held, leads to its statement and takes a new number.

use lectern_contract::{
    CourseId, UserId,
    courses::CourseState,
    grid::{Figures, GridCell, GridChange, GridColumn, GridRow, GridView},
};
use leptos::prelude::*;

use crate::{
    components::{State, form::FormState},
    format,
};

/// The courses and managers of this page.
#[component]
pub fn Table(view: GridView) -> impl IntoView {
    let GridView {
        columns,
        rows,
        own_total,
        total,
        ..
    } = view;
    let heads = columns
        .iter()
        .map(|column| view! { <th scope="col" class="num">{column.name.clone()}</th> })
        .collect_view();
    let totals = columns
        .iter()
        .map(|column| view! { <td data-label=column.name.clone() class="num"><Both figures=column.total/></td> })
        .collect_view();
    let row = |row: GridRow| view! { <Row row columns=columns.clone()/> };
    view! {
        <div class="table-wrap" role="group" aria-label="Credits of courses and managers" tabindex="0">
            <table class="table grid">
                <caption>"Free credits; where invitations hold some, their number after it"</caption>
                <thead><tr>
                    <th scope="col">"Course"</th><th scope="col" class="num">"Unassigned"</th>{heads}<th scope="col" class="num">"Total"</th>
                </tr></thead>
                <tbody>{rows.rows.into_iter().map(row).collect_view()}</tbody>
                <tfoot><tr>
                    <th scope="row">"All courses"</th>
                    <td data-label="Unassigned" class="num"><Both figures=own_total/></td>
                    {totals}
                    <td data-label="Total" class="num"><Both figures=total/></td>
                </tr></tfoot>
            </table>
        </div>
    }
}

#[component]
fn Row(row: GridRow, columns: Vec<GridColumn>) -> impl IntoView {
    let GridRow {
        course,
        title,
        state,
        own,
        cells,
        total,
    } = row;
    let about = title.clone();
    let cells = columns
        .into_iter()
        .zip(cells)
        .map(|(column, cell)| {
            let label = format!("New number for {} on {about}", column.name);
            view! { <td data-label=column.name class="num"><Cell course manager=Some(column.manager) cell label/></td> }
        })
        .collect_view();
    let archived =
        (state == CourseState::Archived).then(|| view! { " "<State state=state.as_str() label=state.label()/> });
    let label = format!("New number for {title}, unassigned");
    view! {
        <tr>
            <th scope="row"><a href=format!("/admin/courses/{course}")>{title}</a>{archived}</th>
            <td data-label="Unassigned" class="num"><Cell course manager=None cell=own label/></td>
            {cells}
            <td data-label="Total" class="num"><Both figures=total/></td>
        </tr>
    }
}

#[component]
fn Cell(course: CourseId, manager: Option<UserId>, cell: GridCell, label: String) -> impl IntoView {
    if !cell.open && cell.figures == Figures::default() {
        return view! { <span class="quiet">"–"<span class="visually-hidden">"not registered"</span></span> }
            .into_any();
    }
    let name = format!("cells[{}]", GridChange::cell(course, manager));
    let typed = expect_context::<FormState>().typed(&name).unwrap_or_default();
    let figures = view! { <Both figures=cell.figures/> };
    let shown = match cell.account {
        Some(account) => view! { <a href=format!("/admin/accounts/{account}")>{figures}</a> }.into_any(),
        None => figures.into_any(),
    };
    view! {
        {shown}
        <input name=name type="text" inputmode="numeric" autocomplete="off" aria-label=label value=typed/>
    }
    .into_any()
}

/// "12 + 3 held".
#[component]
fn Both(figures: Figures) -> impl IntoView {
    let held = (figures.held > 0)
        .then(|| view! { <span class="under">{format!("+ {} held", format::number(figures.held))}</span> });
    view! { <span>{format::number(figures.free)}{held}</span> }
}
