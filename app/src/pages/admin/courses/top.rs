//! What stands above every page of a course: name, state, credits, the primary act, tabs.

use lectern_contract::{Role, courses::CourseHead};
use leptos::prelude::*;

use super::{address, balance::Balance};
use crate::components::{CourseTabs, Head, State};

/// The head of a course's pages with the primary act as children.
#[component]
pub fn CourseTop(
    /// The course.
    course: CourseHead,
    /// A line below its title.
    #[prop(into, optional)]
    sub: String,
    /// The primary act.
    children: Children,
) -> impl IntoView {
    let CourseHead {
        id,
        title,
        state,
        available,
        account,
        ..
    } = course;
    let crumbs = vec![(address::COURSES.to_owned(), "Courses".to_owned())];
    view! {
        <Head title=title.clone() sub crumbs>
            <State state=state.as_str() label=state.label()/>
            <Balance available account/>
            {children()}
        </Head>
        <CourseTabs role=Role::Admin course=id title/>
    }
}

/// The way to a page below a course's tab.
pub fn crumbs(course: &CourseHead, tab: Option<(&'static str, &'static str)>) -> Vec<(String, String)> {
    let mut way = vec![
        (address::COURSES.to_owned(), "Courses".to_owned()),
        (address::course(course.id), course.title.clone()),
    ];
    if let Some((end, name)) = tab {
        way.push((format!("{}/{end}", address::course(course.id)), name.to_owned()));
    }
    way
}
