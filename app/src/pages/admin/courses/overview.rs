//! A course's overview: its package, its words, and the acts that move it through its life.

use lectern_contract::{
    CourseId,
    courses::{CourseHead, CourseState, PackageView},
    refusal::Field as Name,
};
use lectern_domain::{courses, credits};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    actions::{EditCourse, PublishCourse},
    address,
    attempts::AttemptsSection,
    package::PackageSection,
    top::CourseTop,
    validity::{self, ChangeValidity},
};
use crate::{
    caller::caller,
    components::{Empty, Field, FormButton, LongField, LowBanner, OutlookSection, PostForm, UploadForm, screen},
};

/// `/admin/courses/:id`
#[component]
pub fn OverviewPage() -> impl IntoView {
    let (caller, id, unconfirmed) = (caller(), address::course_here(), validity::unconfirmed());
    screen(async move {
        let (caller, id) = (caller?, id?);
        if let Some(typed) = unconfirmed {
            let change = validity::change(&caller, id, &typed).await?;
            return Ok(view! { <ChangeValidity change typed/> }.into_any());
        }
        let course = courses::list::head(caller.portal.reader(), caller.actor(), id).await?;
        let package = courses::view::package(caller.portal.reader(), caller.actor(), id).await?;
        let outlook = credits::outlook::course(&caller.portal, caller.actor(), id).await?;
        let state = course.state;
        let (attempts, standard) = (course.attempts, package.as_ref().map(|package| package.standard));
        let thresholds = address::thresholds(id);
        let ended = state == CourseState::Archived;
        let page = view! {
            <main class="page" id="main" tabindex="-1">
                <CourseTop course=course.clone() sub=what_now(state)><PrimaryAct id state/></CourseTop>
                {(state != CourseState::Archived).then(|| view! { <LowBanner outlook=outlook.clone()/> })}
                <Contents package/>
                <Words course/>
                <AttemptsSection id attempts standard/>
                {(state == CourseState::Draft).then(|| view! { <Replace id/> })}
                <OutlookSection outlook threshold_page=thresholds.clone() ended/>
                {(state != CourseState::Archived).then(|| view! { <Telling page=thresholds/> })}
                {(state != CourseState::Archived).then(|| view! { <Archiving id/> })}
            </main>
        };
        Ok(page.into_any())
    })
}

/// What the state means and what the primary act will do.
const fn what_now(state: CourseState) -> &'static str {
    match state {
        CourseState::Draft => {
            "Only admins see this draft. Once it is published people can be invited and enrolled, and its package stays as it is."
        }
        CourseState::Published => "People can be invited and enrolled.",
        CourseState::Archived => {
            "Nobody new can be enrolled; learners keep their access. Published again, it takes invitations again."
        }
    }
}

#[component]
fn PrimaryAct(id: CourseId, state: CourseState) -> impl IntoView {
    let publish = |label: &'static str| {
        view! { <FormButton action=PublishCourse::url() fields=vec![("course", id.to_string())] class="btn btn-primary" label/> }
    };
    match state {
        CourseState::Draft => publish("Publish").into_any(),
        CourseState::Published => {
            view! { <a class="btn btn-primary" href=address::managers(id)>"Assign Credits"</a> }.into_any()
        }
        CourseState::Archived => publish("Publish again").into_any(),
    }
}

#[component]
fn Contents(package: Option<PackageView>) -> impl IntoView {
    match package {
        Some(package) => view! { <PackageSection package/> }.into_any(),
        None => {
            view! { <Empty title="No package yet" text="Upload one below; until then there is nothing to launch."/> }
                .into_any()
        }
    }
}

#[component]
fn Words(course: CourseHead) -> impl IntoView {
    let validity_months = course
        .validity_months
        .map(|months| months.to_string())
        .unwrap_or_default();
    view! {
        <section class="section" aria-labelledby="words">
            <header class="section-head"><h2 id="words">"About the course"</h2></header>
            <PostForm action=EditCourse::url() id=validity::FORM>
                <input type="hidden" name="course" value=course.id.to_string()/>
                <Field field=Name::Title label="Title" value=course.title/>
                <LongField field=Name::Description label="Description" value=course.description optional=true
                    hint="Invited people and learners read it before they begin."/>
                <Field field=Name::ValidityMonths label="Valid for (months)" value=validity_months optional=true
                    hint="After so many months a completion must be repeated, which takes a new credit; the forecast counts on it. Empty: it is valid for ever."/>
                <div class="btn-row"><button class="btn">"Save"</button></div>
            </PostForm>
        </section>
    }
}

#[component]
fn Replace(id: CourseId) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="replace">
            <header class="section-head"><h2 id="replace">"Replace package"</h2></header>
            <p>"While the course is a draft a new package takes the place of this one. Title and description stay."</p>
            <UploadForm action=format!("{}/upload", address::course(id)) label="Replace package" class="btn"/>
        </section>
    }
}

#[component]
fn Telling(page: String) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="telling">
            <header class="section-head"><h2 id="telling">"Low balances"</h2></header>
            <p>"When the course’s unassigned credits are low the admins are told, and each manager when their own are."</p>
            <div class="btn-row"><a class="btn" href=page>"Thresholds"</a></div>
        </section>
    }
}

#[component]
fn Archiving(id: CourseId) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="archive">
            <header class="section-head"><h2 id="archive">"Archive"</h2></header>
            <p>"Nobody new can be enrolled in an archived course. The next page says what else happens."</p>
            <div class="btn-row"><a class="btn" href=format!("{}/archive", address::course(id))>"Archive course"</a></div>
        </section>
    }
}
