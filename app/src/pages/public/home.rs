//! The bare address: leads people where they work, strangers to the door.

use lectern_domain::accounts::setup;
use leptos::prelude::*;

use crate::{
    caller::{go, person, portal},
    components::screen,
};

/// `/`
#[component]
pub fn Home() -> impl IntoView {
    let (person, portal) = (person(), portal());
    screen(async move {
        match person {
            Some(person) => go(person.actor.role.home()),
            None if setup::is_due(&portal).await? => go("/setup"),
            None => go("/sign-in"),
        }
    })
}
