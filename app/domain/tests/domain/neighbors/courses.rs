//! Another company's courses, and its people.

use lectern_contract::Role;
use lectern_domain::{
    accounts::administer::{self, UserForm},
    courses::{edit, managers},
};

use super::{hidden, roles, street};

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
    house.close().await;
}
