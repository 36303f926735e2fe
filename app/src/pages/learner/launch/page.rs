//! The page around the player: the course from its own origin, with the player's own bar and way back, fills it.

use axum::http::StatusCode;
use lectern_contract::{Role, registrations::LaunchView};
use lectern_domain::runtime;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_axum::ResponseOptions;
use leptos_meta::Title;

use super::actions::Launch;
use crate::{
    caller::{caller, path_id},
    components::{Head, PostForm, screen},
    islands::player_exit::PlayerExit,
};

/// What a course may do in its frame: everything courses are known to need, but never leave it.
const SANDBOX: &str = "allow-scripts allow-same-origin allow-forms allow-popups allow-modals allow-downloads";
/// `unload` still carries the last words of many courses; narrations begin by themselves.
const ALLOW: &str = "fullscreen; autoplay; unload";

/// `/learner/launch/:token`; opening it changes nothing, the player in it opens once.
#[component]
pub fn LaunchPage() -> impl IntoView {
    let (caller, token) = (caller(), path_id::<String>("token"));
    screen(async move {
        let (caller, token) = (caller?, token?);
        let launch = runtime::launch::look(&caller.portal, caller.actor(), &token).await?;
        let origin = caller.portal.settings().content_url.clone();
        Ok(if launch.fresh {
            view! { <Player title=launch.title token origin/> }.into_any()
        } else {
            view! { <Opened launch/> }.into_any()
        })
    })
}

#[component]
fn Player(title: String, token: String, origin: String) -> impl IntoView {
    let src = format!("{origin}/p/{token}/");
    // The course brings a `main` of its own.
    let label = title.clone();
    view! {
        <Title text=title.clone()/>
        <main class="player" id="main" tabindex="-1" aria-label=label>
            <h1 class="visually-hidden">{title.clone()}</h1>
            <a class="skip" href=Role::Learner.home()>"My courses"</a>
            <noscript><p class="player-bar">
                <a class="btn btn-small" href=Role::Learner.home()>"My courses"</a>
                <span>"Courses need JavaScript: turn it on, then launch again."</span>
            </p></noscript>
            <PlayerExit origin/>
            <iframe class="player-frame" title=title src=src sandbox=SANDBOX allow=ALLOW></iframe>
            <Away/>
        </main>
    }
}

/// The way back where the course's own address cannot be reached: then the frame shows the browser's error, and
/// the player's bar with its exit never comes. Nobody can ask another origin whether it came, so this always stands.
#[component]
fn Away() -> impl IntoView {
    view! {
        <p class="player-foot">"No course here? Then its address cannot be reached now. "<a href=Role::Learner.home()>"Back to My courses"</a></p>
    }
}

/// The page was loaded again: its launch was opened or is too old, and a new one goes on where the learner was.
#[component]
fn Opened(launch: LaunchView) -> impl IntoView {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::GONE);
    }
    let (words, button) = if launch.anew {
        ("Launch again for another attempt.", "Launch again")
    } else {
        ("Resume to go on where you were.", "Resume")
    };
    view! {
        <main class="page page-narrow" id="main" tabindex="-1">
            <Head title=launch.title/>
            <p>"This launch was opened already or is too old. "{words}</p>
            <PostForm action=Launch::url()>
                <input type="hidden" name="registration" value=launch.registration.to_string()/>
                <div class="btn-row">
                    <button class="btn btn-primary">{button}</button>
                    <a class="btn" href=Role::Learner.home()>"My courses"</a>
                </div>
            </PostForm>
        </main>
    }
}
