//! The table *My sessions*, with a way to end every other one.

use lectern_contract::people::SessionRow;
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::{EndOtherSessions, EndSession};
use crate::components::{FormButton, PostForm, When};

/// The person's signed-in browsers.
#[component]
pub fn Sessions(rows: Vec<SessionRow>) -> impl IntoView {
    let others = rows.iter().any(|row| !row.current);
    view! {
        <section class="section" aria-labelledby="sessions-head">
            <header class="section-head"><h2 id="sessions-head">"My sessions"</h2></header>
            <div class="table-wrap" role="group" aria-labelledby="sessions-head" tabindex="0">
                <table class="table">
                    <caption><span class="visually-hidden">"Browsers that are signed in with this account"</span></caption>
                    <thead><tr>
                        <th scope="col">"Browser"</th>
                        <th scope="col">"Last used"</th>
                        <th scope="col">"Since"</th>
                        <th scope="col" class="act"><span class="visually-hidden">"Actions"</span></th>
                    </tr></thead>
                    <tbody>{rows.into_iter().map(|row| view! { <Row row/> }).collect_view()}</tbody>
                </table>
            </div>
            {others.then(|| view! {
                <PostForm action=EndOtherSessions::url() id="others">
                    <div class="btn-row"><button class="btn">"End all others"</button></div>
                </PostForm>
            })}
        </section>
    }
}

#[component]
fn Row(row: SessionRow) -> impl IntoView {
    let SessionRow {
        id,
        current,
        created,
        last_seen,
        browser,
    } = row;
    let name = browser_name(&browser);
    view! {
        <tr>
            <th scope="row">{name}{current.then(|| view! { " "<span class="under">"This session"</span> })}</th>
            <td data-label="Last used"><When at=last_seen/></td>
            <td data-label="Since"><When at=created/></td>
            <td class="act">{(!current).then(|| view! {
                <FormButton action=EndSession::url() fields=vec![("session", id.to_string())] class="btn btn-small" label="End"/>
            })}</td>
        </tr>
    }
}

/// What people call their browser, from what it says of itself; the text as it is where nothing is known in it.
fn browser_name(agent: &str) -> String {
    const BROWSERS: &[(&str, &str)] = &[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    const SYSTEMS: &[(&str, &str)] = &[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let known = |list: &[(&str, &'static str)]| {
        list.iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    match (known(BROWSERS), known(SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) if agent.is_empty() => "Unknown browser".to_owned(),
        (None, None) => agent.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::browser_name;

    #[test]
    fn browsers_have_short_names() {
        for (agent, name) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
                "Chrome on Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            ("curl/8.5.0", "curl/8.5.0"),
            ("", "Unknown browser"),
        ] {
            assert_eq!(browser_name(agent), name);
        }
    }
}
