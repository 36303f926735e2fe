//! Calls about courses.

use axum::Json;
use lectern_contract::CourseId;
use lectern_domain::courses::{list as domain, managers as registered};

use super::{
    ask::{Asked, Caller, Named},
    cursor::List,
    problem::Answer,
    wire::{Course, CourseQuery, Manager, Part},
};

/// List courses
///
/// Newest first, searched by title.
#[utoipa::path(get, path = "/courses", operation_id = "listCourses", tag = "Courses", params(CourseQuery),
    security(("key" = ["courses:read"])), responses((status = 200, description = "A part of the list", body = Part<Course>)))]
pub async fn list(caller: Caller, query: Asked<CourseQuery>) -> Answer<Json<Part<Course>>> {
    let list = List::new(&caller, &query.uri, query.limit, query.cursor.as_deref())?;
    let db = caller.portal.reader();
    let load = async |slice| domain::slice(db, caller.actor(), &query.search, query.state, slice).await;
    list.part(load, |row| row.id.0).await
}

/// Get a course
#[utoipa::path(get, path = "/courses/{id}", operation_id = "getCourse", tag = "Courses",
    params(("id" = CourseId, Path, description = "The course")),
    security(("key" = ["courses:read"])), responses((status = 200, description = "The course", body = Course)))]
pub async fn show(caller: Caller, Named(id): Named<CourseId>) -> Answer<Json<Course>> {
    let row = domain::one(caller.portal.reader(), caller.actor(), id).await?;
    Ok(Json(row.into()))
}

/// List a course's managers
///
/// All of them, by name, with their credits there.
#[utoipa::path(get, path = "/courses/{id}/managers", operation_id = "listManagers", tag = "Courses",
    params(("id" = CourseId, Path, description = "The course")),
    security(("key" = ["courses:read"])), responses((status = 200, description = "The whole list", body = Part<Manager>)))]
pub async fn managers(caller: Caller, Named(id): Named<CourseId>) -> Answer<Json<Part<Manager>>> {
    let rows = registered::list(caller.portal.reader(), caller.actor(), id).await?;
    Ok(Json(Part {
        items: rows.into_iter().map(Manager::from).collect(),
        next: None,
    }))
}
