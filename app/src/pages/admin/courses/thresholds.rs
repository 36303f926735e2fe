//! A course's own thresholds.

use lectern_contract::{refusal::Field as Name, watch::Threshold};
use lectern_domain::{courses, credits::watch::thresholds};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{actions::SetCourseThresholds, address, top::crumbs};
use crate::{
    caller::caller,
    components::{Field, Head, PostForm, screen},
};

/// `/admin/courses/:id/thresholds`
#[component]
pub fn CourseThresholdsPage() -> impl IntoView {
    let (caller, id) = (caller(), address::course_here());
    screen(async move {
        let (caller, id) = (caller?, id?);
        let (db, actor) = (caller.portal.reader(), caller.actor());
        let set = thresholds::of_course(db, actor, id).await?;
        let course = courses::list::head(db, actor, id).await?;
        let text = |own: Option<Threshold>| own.map(|own| own.to_string()).unwrap_or_default();
        let hint = |whom: &str, site: Threshold| format!("{whom} Empty: as in the settings, {}.", site.words());
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Thresholds" sub=course.title.clone() crumbs=crumbs(&course, None)/>
                <p>"A number of credits, a percentage such as 10 %, or “off”. What is set here holds for this course instead of the settings."</p>
                <PostForm action=SetCourseThresholds::url()>
                    <input type="hidden" name="course" value=id.to_string()/>
                    <Field field=Name::LowCourse label="The course’s unassigned credits" short=true optional=true
                        value=text(set.course) hint=hint("The admins are told.", set.site.course)/>
                    <Field field=Name::LowManagers label="Each manager’s credits on it" short=true optional=true
                        value=text(set.managers) hint=hint("That manager is told.", set.site.managers)/>
                    <div class="btn-row">
                        <button class="btn btn-primary">"Save"</button><a class="btn" href=address::course(id)>"Back"</a>
                    </div>
                </PostForm>
            </main>
        })
    })
}
