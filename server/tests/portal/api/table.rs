//! Every call there is, with a scope and a request of the right program. What nobody put here fails by its name.

use http::Method;
use lectern_contract::api_keys::Scope;
use serde_json::{Value, json};

use crate::matrix::ids::Ids;

/// A call: its method and route, the scope it needs, its address, and a body where it takes one.
pub struct Call {
    pub method: Method,
    pub route: &'static str,
    pub scope: Scope,
    pub path: String,
    pub body: Option<Value>,
}

impl Call {
    fn get(route: &'static str, scope: Scope, ids: &Ids) -> Self {
        Self {
            method: Method::GET,
            route,
            scope,
            path: fill(route, ids),
            body: None,
        }
    }

    fn post(route: &'static str, scope: Scope, ids: &Ids, body: Value) -> Self {
        Self {
            method: Method::POST,
            body: (!body.is_null()).then_some(body),
            ..Self::get(route, scope, ids)
        }
    }
}

/// A route's address, its id filled in.
fn fill(route: &str, ids: &Ids) -> String {
    let id = match route.split('/').nth(1).unwrap_or_default() {
        "users" => &ids.user,
        "courses" => &ids.course,
        "registrations" => &ids.registration,
        "credits" => &ids.account,
        "invitations" => &ids.invitation,
        other => panic!("say what the id of /{other} is"),
    };
    route.replace("{id}", id)
}

/// All of them; those that take something away come last.
#[rustfmt::skip]
pub fn calls(ids: &Ids) -> Vec<Call> {
    use Scope::{CoursesRead, CreditsRead, CreditsWrite, InvitationsAccept, InvitationsRead, InvitationsWrite,
        RegistrationsRead, RegistrationsWrite, UsersRead, UsersWrite};
    let of_course = |amount: i64| json!({ "course": ids.course, "amount": amount });
    let of_manager = |amount: i64| json!({ "course": ids.course, "manager": ids.manager, "amount": amount });
    let lena = json!({ "name": "Lena Holt", "email": "lena@northwind.example", "roles": ["learner"] });
    vec![
        Call::get("/users", UsersRead, ids),
        Call::post("/users", UsersWrite, ids, json!({ "name": "Neo", "email": "neo@northwind.example", "roles": ["learner"] })),
        Call::get("/users/{id}", UsersRead, ids),
        Call { method: Method::PUT, ..Call::post("/users/{id}", UsersWrite, ids, lena) },
        Call::get("/courses", CoursesRead, ids),
        Call::get("/courses/{id}", CoursesRead, ids),
        Call::get("/courses/{id}/managers", CoursesRead, ids),
        Call::get("/registrations", RegistrationsRead, ids),
        Call::get("/registrations/{id}", RegistrationsRead, ids),
        Call::get("/credits/accounts", CreditsRead, ids),
        Call::get("/credits/accounts/{id}", CreditsRead, ids),
        Call::get("/credits/accounts/{id}/lines", CreditsRead, ids),
        Call::post("/credits/grants", CreditsWrite, ids, json!({ "amount": 50, "note": "For a test" })),
        Call::post("/credits/allocations", CreditsWrite, ids, of_course(9)),
        Call::post("/credits/deallocations", CreditsWrite, ids, of_course(1)),
        Call::post("/credits/assignments", CreditsWrite, ids, of_manager(2)),
        Call::post("/credits/take-backs", CreditsWrite, ids, of_manager(1)),
        Call::get("/invitations", InvitationsRead, ids),
        Call::get("/invitations/{id}", InvitationsRead, ids),
        Call::post("/invitations", InvitationsWrite, ids, json!({ "course": ids.course, "addresses": ["fay@contoso.example"] })),
        Call::post("/invitations/accept", InvitationsAccept, ids, json!({ "token": ids.invitation_token, "email": "zoe@contoso.example", "name": "Zoe" })),
        Call::post("/invitations/{id}/re-invite", InvitationsWrite, ids, Value::Null),
        Call::post("/invitations/{id}/cancel", InvitationsWrite, ids, json!({ "notify": true })),
        Call::post("/registrations/{id}/withdraw", RegistrationsWrite, ids, Value::Null),
        Call::post("/registrations", RegistrationsWrite, ids, json!({ "user": ids.user, "course": ids.course })),
        Call::post("/users/{id}/suspend", UsersWrite, ids, Value::Null),
        Call::post("/users/{id}/restore", UsersWrite, ids, Value::Null),
    ]
}
