//! The frame of a page: waits for its data, then shows it, or the refusal with its status.

use std::future::Future;

use lectern_contract::{Refusal, Role};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_axum::ResponseOptions;
use leptos_meta::Title;

use crate::{
    caller::{here, local, person, refused_form, request_id},
    components::form::{FormButton, NotDone, Said},
    format::encoded,
    pages::account::actions::SwitchRole,
    refusal::{Answer, Refused},
};

/// Shows what `load` answers. A refused page has the refusal's status and sentence; a refused form's page has
/// the status of the form's refusal, and says it itself where the form is gone or too small to.
pub fn screen<V>(load: impl Future<Output = Answer<V>> + Send + 'static) -> impl IntoView
where
    V: IntoView + 'static,
{
    let response = use_context::<ResponseOptions>();
    let form = refused_form();
    let said = Said::default();
    provide_context(said.clone());
    Suspend::new(async move {
        let loaded = load.await;
        if let Some(response) = response {
            match (&loaded, &form) {
                (Err(refused), _) => response.set_status(refused.status()),
                (Ok(_), Some(form)) => response.set_status(Refused(form.refusal.clone()).status()),
                _ => {}
            }
        }
        match loaded {
            Ok(page) => {
                let unsaid = form.filter(|_| !said.is_said()).map(|form| form.refusal.sentence());
                view! {
                    {unsaid.map(|sentence| view! { <div class="page-notice"><NotDone sentence/></div> })}
                    {page}
                }
                .into_any()
            }
            Err(refused) => view! { <RefusalPage refusal=refused.0/> }.into_any(),
        }
    })
}

/// A page that could not be shown, and where to go instead.
#[component]
pub fn RefusalPage(refusal: Refusal) -> impl IntoView {
    let (title, id) = match refusal {
        Refusal::NotFound => ("Not found", None),
        Refusal::SignInFirst => ("Sign in", None),
        Refusal::StaleLink | Refusal::LinkReplaced => ("An old link", None),
        Refusal::Fault => ("Something went wrong", Some(request_id())),
        Refusal::Busy => ("Busy", Some(request_id())),
        _ => ("Not possible", None),
    };
    let other_role = other_role().filter(|_| refusal == Refusal::NotFound);
    let (way, words) = match refusal {
        Refusal::SignInFirst => (sign_in_path(&here()), "Sign in"),
        Refusal::AlreadySetUp => ("/sign-in".to_owned(), "Sign in"),
        _ => ("/".to_owned(), "To the start"),
    };
    view! {
        <main class="page page-narrow" id="main" tabindex="-1">
            <Head title/>
            <p>{refusal.sentence()}</p>
            {id.map(|id| view! { <p class="fault-id">"If you write to us, name this number: "<code>{id}</code></p> })}
            {other_role.map(|role| view! { <OtherRole role/> })}
            <div class="btn-row"><a class="btn btn-primary" href=way>{words}</a></div>
        </main>
    }
    .into_any()
}

/// The sign-in page that leads back to `next` afterwards.
pub fn sign_in_path(next: &str) -> String {
    format!("/sign-in?next={}", encoded(local(next)))
}

/// The role whose area this address is in, where the person holds it and acts in another. The address alone
/// decides, so that what is not theirs and what does not exist look the same.
fn other_role() -> Option<Role> {
    let (here, person) = (here(), person()?);
    let of_area = |role: &&Role| {
        here.strip_prefix(&format!("/{role}"))
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    person
        .roles
        .iter()
        .find(of_area)
        .copied()
        .filter(|role| *role != person.actor.role)
}

/// Offers to act in the role whose area this is.
#[component]
fn OtherRole(role: Role) -> impl IntoView {
    let label = format!("Act as {}", role.label());
    let fields = vec![("role", role.as_str().to_owned()), ("next", here())];
    view! {
        <p>"This address belongs to another of your roles."</p>
        <FormButton action=SwitchRole::url() fields class="btn" label/>
    }
}

/// The head of a page: its title (a noun), where it lies, and its one primary act as children.
#[component]
pub fn Head(
    /// The page's name.
    #[prop(into)]
    title: String,
    /// A line below it.
    #[prop(into, optional)]
    sub: String,
    /// The way here, as (address, name).
    #[prop(optional)]
    crumbs: Vec<(String, String)>,
    /// The primary act.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let here = title.clone();
    // A refused form's page says so first, also to those who only hear its title.
    let spoken = if refused_form().is_some() {
        format!("Not done: {title}")
    } else {
        title.clone()
    };
    view! {
        <Title text=spoken/>
        <header class="page-head">
            {(!crumbs.is_empty()).then(|| view! {
                <nav class="crumbs" aria-label="Breadcrumbs"><ol>
                    {crumbs.into_iter().map(|(href, name)| view! { <li><a href=href>{name}</a></li> }).collect_view()}
                    <li><span aria-current="page">{here}</span></li>
                </ol></nav>
            })}
            <div><h1>{title}</h1>{(!sub.is_empty()).then(|| view! { <p class="sub">{sub}</p> })}</div>
            {children.map(|children| view! { <div class="btn-row">{children()}</div> })}
        </header>
    }
    .into_any()
}
