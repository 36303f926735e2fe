//! The dry-run view: what the portal read in a package, before anybody else sees it.

use lectern_contract::courses::{ItemRow, PackageView};
use leptos::prelude::*;

use crate::{components::When, format};

/// Facts, warnings and outline of a package.
#[component]
pub fn PackageSection(package: PackageView) -> impl IntoView {
    let PackageView { items, warnings, .. } = package.clone();
    view! {
        <section class="section" aria-labelledby="package">
            <header class="section-head"><h2 id="package">"Package"</h2></header>
            <Warnings warnings/>
            <Facts package/>
            <h3>{format!("Contents: {}", format::plural(i64::try_from(items.len()).unwrap_or(i64::MAX), "item", "items"))}</h3>
            {branch(&items)}
        </section>
    }
}

#[component]
fn Facts(package: PackageView) -> impl IntoView {
    view! {
        <dl class="facts">
            <div><dt>"Standard"</dt><dd>{package.standard.label()}</dd></div>
            {package.edition.map(|edition| view! { <div><dt>"Edition"</dt><dd>{edition}</dd></div> })}
            <div><dt>"Version"</dt><dd class="num">{format::number(package.number.into())}</dd></div>
            <div><dt>"Files"</dt><dd class="num">{format::count(package.files.into())}</dd></div>
            <div><dt>"Size, unpacked"</dt><dd class="num">{format::bytes(package.bytes)}</dd></div>
            <div><dt>"Uploaded"</dt><dd><When at=package.uploaded/></dd></div>
        </dl>
    }
}

/// Warnings do not prevent publishing; the banner lasts as long as the package.
#[component]
fn Warnings(warnings: Vec<String>) -> impl IntoView {
    let count = format::plural(
        i64::try_from(warnings.len()).unwrap_or(i64::MAX),
        "warning.",
        "warnings.",
    );
    (!warnings.is_empty()).then(|| {
        view! {
            <div class="flash" data-kind="attention">
                <strong>{count}</strong>" "
                <div>
                    <p>"The course can be published as it is; look at these first."</p>
                    <ul>{warnings.into_iter().map(|warning| view! { <li>{warning}</li> }).collect_view()}</ul>
                </div>
            </div>
        }
    })
}

/// Items in reading order as a tree: an item's children are the deeper ones right after it.
fn branch(items: &[ItemRow]) -> AnyView {
    let Some(depth) = items.first().map(|item| item.depth) else {
        return ().into_any();
    };
    let mut leaves = Vec::new();
    let mut rest = items;
    while let Some((item, after)) = rest.split_first() {
        let inside = after.iter().take_while(|below| below.depth > depth).count();
        leaves.push(view! { <li>{line(item)}{branch(&after[..inside])}</li> });
        rest = &after[inside..];
    }
    view! { <ul>{leaves}</ul> }.into_any()
}

fn line(item: &ItemRow) -> impl IntoView + use<> {
    let opens = item.href.clone().unwrap_or_else(|| "folder".into());
    let hidden = (!item.visible).then_some("; not in the table of contents");
    view! { <span>{item.title.clone()}</span>" "<span class="quiet">{opens}{hidden}</span> }
}
