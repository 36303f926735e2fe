//! Everybody who asks.

use lectern_contract::Role;

use crate::support::{Browser, House};

/// Somebody with a browser.
pub struct Somebody {
    pub name: &'static str,
    /// The role they act in; none for strangers.
    pub role: Option<Role>,
    /// Whether they belong to the house's company.
    pub ours: bool,
    /// Whether the house's ids name what is theirs or under them.
    pub theirs: bool,
    pub browser: Browser,
}

/// The cast, the neighbors, and a stranger.
pub async fn everybody(house: &House) -> Vec<Somebody> {
    let people = house.people();
    let mut all = vec![Somebody {
        name: "nobody",
        role: None,
        ours: false,
        theirs: false,
        browser: house.anonymous(),
    }];
    for (name, actor, theirs) in [
        ("the learner", house.learner(0), true),
        ("another learner", house.learner(1), false),
        ("the manager", house.mara(), true),
        ("a manager of another course", house.noor(), false),
        ("the admin", house.ada(), true),
        ("the neighbor's learner", &people.lou, false),
        ("the neighbor's manager", &people.sia, false),
        ("the neighbor's admin", &people.sol, false),
    ] {
        all.push(Somebody {
            name,
            role: Some(actor.role),
            ours: actor.organization == house.ada().organization,
            theirs,
            browser: house.browser(actor).await,
        });
    }
    all
}
