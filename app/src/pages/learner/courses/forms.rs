//! The ways in from *My courses*: the course, another attempt, the certificates.

use chrono::{DateTime, Utc};
use lectern_contract::{RegistrationId, registrations::EarlierCycle};
use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    components::{PostForm, When},
    format,
    pages::{
        learner::launch::actions::{Launch, StartOver},
        manager::learners::actions::IssueCertificate,
    },
};

/// Opens the course.
#[component]
pub fn LaunchButton(registration: RegistrationId, words: &'static str, about: String) -> impl IntoView {
    view! {
        <PostForm action=Launch::url() id=registration.to_string() class="btn-row">
            <input type="hidden" name="registration" value=registration.to_string()/>
            <button class="btn btn-primary">{words}<span class="visually-hidden">" "{about}</span></button>
        </PostForm>
    }
}

/// Opens the course in a new attempt.
#[component]
pub fn StartOverButton(registration: RegistrationId, about: String) -> impl IntoView {
    view! {
        <PostForm action=StartOver::url() id=format!("anew-{registration}") class="btn-row">
            <input type="hidden" name="registration" value=registration.to_string()/>
            <button class="btn">"Start over"<span class="visually-hidden">" "{about}</span></button>
        </PostForm>
    }
}

/// Leads to the paper.
#[component]
pub fn CertificateButton(registration: RegistrationId, about: String) -> impl IntoView {
    view! {
        <PostForm action=IssueCertificate::url() id=format!("certificate-{registration}") class="btn-row">
            <input type="hidden" name="registration" value=registration.to_string()/>
            <button class="btn">"Certificate"<span class="visually-hidden">{format!(" of {about}")}</span></button>
        </PostForm>
    }
}

/// Leads to the paper of an earlier cycle, which is valid until its day.
#[component]
pub fn EarlierCertificate(one: EarlierCycle, about: String, now: DateTime<Utc>) -> impl IntoView {
    let EarlierCycle {
        registration,
        completed,
        until,
    } = one;
    let until = until.map(|at| {
        let words = if at < now { "Expired on " } else { "Valid until " };
        view! { " "<span>{words}<When at/></span> }
    });
    view! {
        <PostForm action=IssueCertificate::url() id=format!("certificate-{registration}") class="entry-facts">
            <input type="hidden" name="registration" value=registration.to_string()/>
            <button class="btn btn-link">{format!("Certificate of {}", format::day(completed))}<span class="visually-hidden">{format!(" for {about}")}</span></button>
            {until}
        </PostForm>
    }
}
