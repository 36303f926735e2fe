//! Who came to a course as its manager, or was taken off it: such rows are about the course, and say in before and
//! after whom it was done to.

use lectern_contract::audit::AuditAct;
use lectern_entities::audit;
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait, LikeExpr},
};
use uuid::Uuid;

/// What is done to managers of a course.
const ACTS: [AuditAct; 3] = [AuditAct::ManagerAdd, AuditAct::ManagerRemove, AuditAct::ManagerHandOver];

/// The ways to what was done to these people as managers: each act through its index, in order, and it is rare. Their
/// ids are looked for in the text of before and after, for rows of earlier versions have them without a name.
pub(super) fn ways(people: &[Uuid]) -> Vec<Condition> {
    if people.is_empty() {
        return vec![];
    }
    let text = || Expr::col((audit::Entity, audit::Column::After)).cast_as("text");
    let whom = people.iter().fold(Condition::any(), |any, id| {
        any.add(text().like(LikeExpr::new(format!("%{id}%"))))
    });
    let way = |act: &AuditAct| {
        Condition::all()
            .add(audit::Column::Act.eq(act.as_str()))
            .add(whom.clone())
    };
    ACTS.iter().map(way).collect()
}
