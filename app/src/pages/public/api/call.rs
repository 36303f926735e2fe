//! One call: its address, what it needs, what it takes and what it answers.

use leptos::prelude::*;
use serde_json::Value;

use super::schema::{example, resolved, words};

/// A line of a call's table: name, kind, whether it must be given, what it is.
struct Part {
    name: String,
    kind: String,
    must: bool,
    about: String,
}

/// A call as the page shows it.
#[component]
pub fn Call(
    /// The whole document.
    document: Value,
    /// Its address.
    path: String,
    /// In small letters.
    method: String,
    /// What the document says of it.
    operation: Value,
) -> impl IntoView {
    let id = text(&operation["operationId"]);
    let about = text(&operation["description"]);
    let scope = text(&operation["security"][0]["key"][0]);
    let (parts, fields) = (parameters(&document, &operation), fields(&document, &operation));
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    let body = body.is_object().then(|| pretty(&example(&document, body)));
    view! {
        <article class="section" aria-labelledby=id>
            <header class="section-head"><h3 id=id.clone()>{text(&operation["summary"])}</h3></header>
            <p><code>{method.to_uppercase()}" "{path}</code></p>
            {(!about.is_empty()).then(|| view! { <p>{about}</p> })}
            <dl class="facts"><div><dt>"Scope"</dt><dd><code>{scope}</code></dd></div></dl>
            <Parts of="Parameters" parts=parts/>
            <Parts of="Body" parts=fields/>
            {body.map(|body| view! { <Example of="A body" body/> })}
            <Answers document operation/>
        </article>
    }
    .into_any()
}

#[component]
fn Parts(of: &'static str, parts: Vec<Part>) -> impl IntoView {
    (!parts.is_empty()).then(|| view! {
        <div class="table-wrap" role="group" aria-label=of tabindex="0">
            <table class="table">
                <caption>{of}</caption>
                <thead><tr><th scope="col">"Name"</th><th scope="col">"Type"</th><th scope="col">"What it is"</th></tr></thead>
                <tbody>{parts.into_iter().map(|part| view! {
                    <tr>
                        <th scope="row"><code>{part.name}</code>{part.must.then(|| view! { " "<span class="under">"needed"</span> })}</th>
                        <td data-label="Type">{part.kind}</td>
                        <td data-label="What it is">{part.about}</td>
                    </tr>
                }).collect_view()}</tbody>
            </table>
        </div>
    })
}

#[component]
fn Example(of: &'static str, body: String) -> impl IntoView {
    view! { <details><summary>{of}</summary><pre tabindex="0"><code>{body}</code></pre></details> }
}

/// What comes back: the answer when it went well, and the problems by status.
#[component]
fn Answers(document: Value, operation: Value) -> impl IntoView {
    let answers = operation["responses"].as_object().cloned().unwrap_or_default();
    let (good, bad): (Vec<_>, Vec<_>) = answers.into_iter().partition(|(status, _)| status.starts_with('2'));
    let problems: Vec<String> = bad.into_iter().map(|(status, _)| status).collect();
    view! {
        {good.into_iter().map(|(status, answer)| {
            let schema = &answer["content"]["application/json"]["schema"];
            let body = schema.is_object().then(|| pretty(&example(&document, schema)));
            view! {
                <p><strong>{status}</strong>" "{text(&answer["description"])}</p>
                {body.map(|body| view! { <Example of="An answer" body/> })}
            }
        }).collect_view()}
        <p class="quiet">{format!("Problems: {}", problems.join(", "))}</p>
    }
}

fn parameters(document: &Value, operation: &Value) -> Vec<Part> {
    let all = operation["parameters"].as_array().into_iter().flatten();
    all.map(|one| {
        let one = resolved(document, one);
        Part {
            name: text(&one["name"]),
            kind: words(document, &one["schema"]),
            must: one["required"] == true,
            about: text(&one["description"]),
        }
    })
    .collect()
}

fn fields(document: &Value, operation: &Value) -> Vec<Part> {
    let schema = resolved(
        document,
        &operation["requestBody"]["content"]["application/json"]["schema"],
    );
    let needed = schema["required"].as_array().cloned().unwrap_or_default();
    let all = schema["properties"].as_object().into_iter().flatten();
    all.map(|(name, field)| Part {
        kind: words(document, field),
        must: needed.iter().any(|one| one == name),
        about: about(document, field),
        name: name.clone(),
    })
    .collect()
}

/// What is said of a field here, else what is said of its type.
fn about(document: &Value, field: &Value) -> String {
    let own = text(&field["description"]);
    if own.is_empty() {
        text(&resolved(document, field)["description"])
    } else {
        own
    }
}

/// A text of the document; empty where there is none.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
