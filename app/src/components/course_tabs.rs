//! The tabs of a course, as the acting role knows it.

use lectern_contract::{CourseId, Role};
use leptos::prelude::*;

use super::Tabs;

/// The tabs of one course; nothing for learners, who have no pages of a course but its player.
#[component]
pub fn CourseTabs(
    /// Whose tabs.
    role: Role,
    /// The course.
    course: CourseId,
    /// Its title, for screen readers.
    #[prop(into)]
    title: String,
) -> impl IntoView {
    let tabs = tabs_of(role, course);
    (!tabs.is_empty()).then(|| view! { <Tabs label=title tabs/> })
}

fn tabs_of(role: Role, course: CourseId) -> Vec<(String, &'static str)> {
    let (base, tabs): (_, &[(&str, &'static str)]) = match role {
        Role::Admin => (
            format!("/admin/courses/{course}"),
            &[
                ("", "Overview"),
                ("/managers", "Managers"),
                ("/learners", "Learners"),
                ("/invitations", "Invitations"),
            ],
        ),
        Role::Manager => (
            format!("/manager/courses/{course}"),
            &[
                ("", "Invite users"),
                ("/learners", "Learners"),
                ("/credits", "Course credits"),
            ],
        ),
        Role::Learner => (String::new(), &[]),
    };
    tabs.iter()
        .map(|(end, words)| (format!("{base}{end}"), *words))
        .collect()
}
