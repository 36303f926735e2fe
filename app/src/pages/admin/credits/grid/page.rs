//! The grid's page: the pool at the top, courses down, managers across.

use lectern_contract::{Role, grid::GridView};
use lectern_domain::credits::grid;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{GRID, actions::PlanGrid, table::Table};
use crate::{
    caller::{caller, list_query, parameter},
    components::{Empty, Filter, Head, Number, Pager, PostForm, screen},
    format,
};

/// `/admin/credits/grid`
#[component]
pub fn GridPage() -> impl IntoView {
    let (caller, query) = (caller(), list_query());
    let managers: u64 = parameter("managers").parse().unwrap_or(1);
    screen(async move {
        let caller = caller?;
        caller.actor().require(Role::Admin)?;
        let view = grid::view(caller.portal.reader(), caller.actor(), &query, managers).await?;
        let crumbs = vec![("/admin".to_owned(), "Dashboard".to_owned())];
        let search = query.search.clone();
        let nothing = view.rows.total == 0;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Credits grid" sub="Every course and manager: free credits, and those held by invitations." crumbs/>
                <Pool view=view.clone()/>
                <Filter/>
                {if nothing {
                    view! { <Empty title="No course found" text="Upload a course first, or search for other words."/> }.into_any()
                } else {
                    view! { <Grid view managers search/> }.into_any()
                }}
            </main>
        })
    })
}

/// Where the credits of the grid come from and go to.
#[component]
fn Pool(view: GridView) -> impl IntoView {
    let account = view.pool.account.map(|account| format!("/admin/accounts/{account}"));
    let held = format!("{} held by invitations it pays", format::number(view.pool.figures.held));
    view! {
        <ul class="stats">
            <li><a href=account>
                <span class="stat-name">"In the pool"</span><span class="stat-num"><Number value=view.pool.figures.free/></span>
                <span class="stat-note">{held}</span>
            </a></li>
        </ul>
    }
}

#[component]
fn Grid(view: GridView, managers: u64, search: String) -> impl IntoView {
    let (rows, pages) = (view.rows.clone(), view.pages());
    let shown = managers.clamp(1, pages);
    view! {
        <PostForm action=PlanGrid::url() id="grid">
            <p class="hint">"Type a new number of free credits in as many cells as you like; an empty cell stays as it is. Nothing moves before you confirm."</p>
            <Table view/>
            <div class="btn-row"><button class="btn btn-primary">"Show what moves"</button></div>
        </PostForm>
        {(pages > 1).then(|| view! { <Managers shown pages search page=rows.number/> })}
        <Pager page=rows what="courses"/>
    }
}

/// The ways to other managers.
#[component]
fn Managers(shown: u64, pages: u64, search: String, page: u64) -> impl IntoView {
    let address = move |to: u64| format!("{GRID}?q={}&page={page}&managers={to}", format::encoded(&search));
    let way = |to: u64, rel: &'static str, words: &'static str, there: bool| {
        if there {
            view! { <a class="btn btn-small" rel=rel href=address(to)>{words}</a> }.into_any()
        } else {
            view! { <span class="btn btn-small" aria-disabled="true">{words}</span> }.into_any()
        }
    };
    view! {
        <nav class="pager" aria-label="Pages of managers">
            <p>{format!("Managers, page {} of {}", format::count(shown), format::count(pages))}</p>
            {way(shown.saturating_sub(1), "prev", "Earlier managers", shown > 1)}" "
            {way(shown + 1, "next", "Further managers", shown < pages)}
        </nav>
    }
}
