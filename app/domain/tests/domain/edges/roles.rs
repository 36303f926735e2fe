//! Who lost the role manager and is still registered on a course: nothing more is given to them.

use lectern_contract::{
    Refusal, Role,
    grid::GridChange,
    requests::CreditPlan,
    sharing::{HandOverFigures, Successor},
};
use lectern_domain::{
    accounts::{
        administer::{self, UserForm},
        users,
    },
    courses::hand_over,
    credits::{self, grid, requests},
};

use crate::support::{House, fresh_key, refusal};

#[tokio::test(flavor = "multi_thread")]
async fn no_credits_go_to_who_is_no_manager_any_more() {
    let house = House::open().await;
    let (ada, mara, noor, course) = (house.ada(), house.mara(), house.noor(), house.forklift());
    house.endow(course, mara.user, 2).await;
    house.endow(course, noor.user, 2).await;
    house.grant(5).await.expect("granted");
    house.allocate(course, 5).await.expect("allocated");
    let asked = house
        .act(async |tx| requests::ask(tx, mara, &fresh_key(), course, 1, "More").await)
        .await
        .expect("asked");
    house.leave_roles(mara, &[Role::Learner]).await;

    assert_eq!(refusal(house.assign(course, mara.user, 1).await), Refusal::NotAManager);
    let given = house.act(async |tx| credits::give(tx, noor, &fresh_key(), course, mara.user, 1).await);
    assert_eq!(refusal(given.await), Refusal::NotAManager);
    let plan = CreditPlan {
        from_course: 1,
        from_pool: 0,
    };
    let approved = house.act(async |tx| requests::approve(tx, ada, &fresh_key(), asked, plan, "").await);
    assert_eq!(refusal(approved.await), Refusal::NotAManager);
    let cell = |free| GridChange {
        course,
        manager: Some(mara.user),
        free,
    };
    let more = grid::plan(house.portal.reader(), ada, &[cell(3)]).await;
    assert_eq!(refusal(more), Refusal::NotAManager);
    let all = HandOverFigures {
        free: 2,
        pending: 0,
        learners: 0,
    };
    let to_mara = Successor::Manager(mara.user);
    let heir = house.act(async |tx| hand_over::hand_over(tx, ada, &fresh_key(), course, noor.user, to_mara, all).await);
    assert_eq!(refusal(heir.await), Refusal::NotAManager);
    let view = hand_over::preview(house.portal.reader(), ada, course, noor.user).await;
    assert_eq!(view.expect("a dry run").successors, [], "nor is she offered");
    assert_eq!(house.free(course, mara).await, 2);

    // What they have comes back, and with the role they can be given more.
    grid::plan(house.portal.reader(), ada, &[cell(1)]).await.expect("fewer");
    house.take_back(course, mara.user, 2).await.expect("taken back");
    house.leave_roles(mara, &[Role::Manager, Role::Learner]).await;
    house.assign(course, mara.user, 1).await.expect("assigned");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_the_role_from_a_manager_of_courses_is_asked_first() {
    let house = House::open().await;
    let (ada, mara, course) = (house.ada(), house.mara(), house.forklift());
    house.endow(course, mara.user, 3).await;
    house.invite(mara, course, "kai@contoso.example").await.expect("sent");
    let form = |roles: &[Role]| UserForm {
        name: "Mara Lind".into(),
        email: "mara@northwind.example".into(),
        roles: roles.to_vec(),
    };
    let save = async |roles: &[Role], sure: bool| {
        let form = form(roles);
        house
            .act(async |tx| administer::edit_if_sure(tx, ada, mara.user, form, sure).await)
            .await
    };
    let roles = async || users::roles(house.portal.reader(), mara.user).await.expect("roles");
    let before = roles().await;
    let left = Refusal::StillManages {
        courses: 2,
        free: 2,
        pending: 1,
    };
    assert_eq!(refusal(save(&[Role::Learner], false).await), left);
    assert_eq!(
        refusal(save(&[], false).await),
        Refusal::NoRole,
        "the form itself comes first"
    );
    assert_eq!(roles().await, before, "nothing was saved");
    save(&[Role::Manager], false).await.expect("no question");
    save(&[Role::Learner], true).await.expect("sure");
    assert_eq!(roles().await, [Role::Learner]);
    save(&[Role::Learner], false).await.expect("it is gone already");
    assert_eq!(house.free(course, mara).await, 2, "what they have stays theirs");
    house.close().await;
}
