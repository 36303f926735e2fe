//! Another company's courses, and its people.

use lectern_contract::{
    Role,
    attempts::{Counts, FailedMeans, NewAttempt},
};
use lectern_domain::{
    Actor,
    accounts::administer::{self, UserForm},
    courses::{
        attempts::{self, Rules},
        edit, managers,
    },
};

use super::{hidden, roles, street};

const RULES: Rules<'_> = Rules {
    most: "none of their business",
    new: NewAttempt::Always,
    counts: Counts::Last,
    lock: true,
    failed_means: FailedMeans::Incomplete,
};

#[tokio::test(flavor = "multi_thread")]
async fn no_act_on_courses_or_people_reaches_across() {
    let (house, sol) = street().await;
    let (course, mara, lena) = (house.forklift(), house.mara().user, house.learner(0).user);
    for sol in &roles(&sol) {
        hidden(
            "publish",
            house.act(async |tx| edit::publish(tx, sol, course).await).await,
        );
        hidden(
            "archive",
            house.act(async |tx| edit::archive(tx, sol, course).await).await,
        );
        hidden(
            "edit",
            house
                .act(async |tx| {
                    edit::edit(
                        tx,
                        sol,
                        course,
                        edit::Words {
                            title: "Theirs",
                            ..Default::default()
                        },
                    )
                    .await
                })
                .await,
        );
        hidden(
            "attempts",
            house.act(async |tx| attempts::set(tx, sol, course, RULES).await).await,
        );
        hidden(
            "add manager",
            house
                .act(async |tx| managers::add(tx, sol, course, sol.user).await)
                .await,
        );
        hidden(
            "remove manager",
            house
                .act(async |tx| managers::remove(tx, sol, course, mara).await)
                .await,
        );
        hidden(
            "suspend",
            house.act(async |tx| administer::suspend(tx, sol, lena).await).await,
        );
        hidden(
            "restore",
            house.act(async |tx| administer::restore(tx, sol, lena).await).await,
        );
        hidden(
            "delete",
            house.act(async |tx| administer::delete(tx, sol, lena).await).await,
        );
        let form = UserForm {
            name: "X".into(),
            email: "x@y.example".into(),
            roles: vec![Role::Admin],
        };
        hidden(
            "edit user",
            house.act(async |tx| administer::edit(tx, sol, lena, form).await).await,
        );
    }
    let learner = Actor {
        role: Role::Learner,
        ..sol
    };
    let theirs = house.registration(lena, course).await.id;
    hidden("launch", house.launch(&learner, theirs).await);
    hidden("start over", house.start_over(&learner, theirs).await);
    house.close().await;
}
