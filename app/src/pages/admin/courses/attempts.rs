//! How often learners may run a course, and what an attempt means.

use lectern_contract::{
    CourseId,
    attempts::{Attempts, Counts, FailedMeans, NewAttempt},
    courses::Standard,
    refusal::Field as Name,
};
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::SetAttempts;
use crate::components::{Choice, Field, PostForm, SelectField};

/// The rules of attempts, as a section of the overview.
#[component]
pub fn AttemptsSection(
    /// The course.
    id: CourseId,
    /// The rules in force.
    attempts: Attempts,
    /// The kind of its package; none before there is one.
    standard: Option<Standard>,
) -> impl IntoView {
    let most = attempts.most.map(|most| most.to_string()).unwrap_or_default();
    let new = NewAttempt::ALL
        .iter()
        .map(|new| (new.to_string(), new.label().to_owned()))
        .collect();
    let counts = Counts::ALL
        .iter()
        .map(|counts| (counts.to_string(), counts.label().to_owned()))
        .collect();
    view! {
        <section class="section" aria-labelledby="attempts">
            <header class="section-head"><h2 id="attempts">"Attempts"</h2></header>
            <p>"A retake is another attempt of the same registration. It takes no credit, and completion and success never fall."</p>
            <PostForm action=SetAttempts::url() id="attempts-form">
                <input type="hidden" name="course" value=id.to_string()/>
                <Field field=Name::MaxAttempts label="Most attempts" kind="number" value=most optional=true
                    hint="From 1 to 100. Empty: there is no end."/>
                <SelectField field=Name::NewAttempt label="A new attempt begins" options=new value=attempts.new.to_string()
                    hint="Learners may ask for one once the last is completed, passed or failed."/>
                <SelectField field=Name::Counts label="The score that counts" options=counts value=attempts.counts.to_string()/>
                <Failed standard means=attempts.failed_means/>
                <Choice name="lock" value="true" label="Lock the course after the last attempt" checked=attempts.lock/>
                <div class="btn-row"><button class="btn">"Set attempts"</button></div>
            </PostForm>
        </section>
    }
}

/// What `failed` means: asked only where a package may say it without saying whether it is completed.
#[component]
fn Failed(standard: Option<Standard>, means: FailedMeans) -> impl IntoView {
    if standard.is_some_and(|standard| standard != Standard::Scorm12) {
        return view! { <input type="hidden" name=Name::FailedMeans.name() value=means.as_str()/> }.into_any();
    }
    let options = FailedMeans::ALL
        .iter()
        .map(|means| (means.to_string(), means.label().to_owned()))
        .collect();
    view! {
        <SelectField field=Name::FailedMeans label="An item that reports “failed” is" options value=means.to_string()
            hint="SCORM 1.2 has one word for completion and success."/>
    }
    .into_any()
}
