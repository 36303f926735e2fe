//! Random walks: every act may follow every other. A small model says what must be allowed and what every
//! account must hold then; the portal is asked after each step, and its ledger is re-derived (L1 to L9).

mod act;
mod batch;
mod events;
mod life;
mod model;
mod sharing;

use std::fmt::Write as _;

use lectern_contract::Refusal;
use lectern_domain::Error;
use lectern_entities::{audit, letter, receipt, webhook_delivery};
use sea_orm::{EntityTrait, PaginatorTrait};

use self::{
    act::{Act, Walker},
    model::Model,
};
use crate::support::{House, dice::Dice};

/// Steps of one walk.
const STEPS: usize = 250;

/// One test per seed, so that walks run side by side and a failing one can be run alone.
macro_rules! walks {
    ($($name:ident: $seed:literal),+ $(,)?) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            walk($seed).await;
        }
    )+};
}
walks! {
    seed_1: 1, seed_2: 2, seed_3: 3, seed_4: 4, seed_5: 5, seed_6: 6, seed_7: 7, seed_8: 8,
}

/// A seed to replay, or many to search: `LECTERN_TEST_SEEDS=100..200`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn seeds_asked_for() {
    let Ok(asked) = std::env::var("LECTERN_TEST_SEEDS") else {
        return;
    };
    let (from, to) = asked.split_once("..").expect("a range such as 100..200");
    for seed in from.parse::<u64>().expect("a number")..to.parse().expect("a number") {
        walk(seed).await;
    }
}

async fn walk(seed: u64) {
    let walker = Walker::new(House::open().await);
    walker.open_shop().await;
    walker.house.listen_to_all().await;
    let (mut model, mut dice) = (Model::new(), Dice::new(seed));
    let (mut trail, mut through) = (String::new(), 0);
    let mut done: Vec<(Act, String, String)> = Vec::new();
    for step in 0..STEPS {
        let act = Act::draw(&mut dice, &model);
        let key = format!("walk/{step}");
        writeln!(trail, "{step}: {act:?}").expect("a string grows");
        let context = || format!("seed {seed}, step {step}: {act:?}\n{}", tail(&trail));
        let before = traces(&walker).await;
        let allowed = model.apply(&act);
        match walker.perform(&model, &act, &key).await {
            Ok(answer) => {
                through += 1;
                assert!(allowed, "done, though the model forbids it: {}", context());
                if act.is_repeatable() {
                    done.push((act.clone(), key, answer));
                }
            }
            Err(Error::Refused(refusal)) => {
                assert!(
                    !allowed,
                    "refused ({refusal:?}), though the model allows it: {}",
                    context()
                );
                assert_eq!(
                    traces(&walker).await,
                    before,
                    "a refused act left traces: {}",
                    context()
                );
            }
            Err(fault) => panic!("{fault}: {}", context()),
        }
        walker.learn(&mut model, &act, allowed).await;
        walker.compare(&model, context).await;
        if dice.once_in(4) {
            repeat(&walker, &mut dice, &model, &done, context).await;
        }
    }
    assert!(
        through > STEPS / 5,
        "seed {seed}: a walk of refusals proves little: {through}"
    );
    events::compare(&walker, seed).await;
    walker.close().await;
}

/// L10: the same key with the same request gives the same answer, whatever has changed; with another, none.
async fn repeat(
    walker: &Walker,
    dice: &mut Dice,
    model: &Model,
    done: &[(Act, String, String)],
    context: impl Fn() -> String,
) {
    let Some((act, key, answer)) = dice.pick(done) else {
        return;
    };
    let before = traces(walker).await;
    let again = walker.perform(model, act, key).await;
    assert_eq!(
        again.as_ref().ok(),
        Some(answer),
        "{act:?} repeated: {again:?}: {}",
        context()
    );
    let other = walker.perform(model, &Act::Grant(987_654), key).await;
    assert!(
        matches!(other, Err(Error::Refused(Refusal::KeyReused))),
        "{other:?}: {}",
        context()
    );
    assert_eq!(
        traces(walker).await,
        before,
        "a repeated act left traces: {}",
        context()
    );
    walker.compare(model, context).await;
}

/// What acts leave behind beside the ledger (L12).
async fn traces(walker: &Walker) -> [u64; 4] {
    let db = walker.house.portal.reader();
    [
        audit::Entity::find().count(db).await.expect("counted"),
        letter::Entity::find().count(db).await.expect("counted"),
        receipt::Entity::find().count(db).await.expect("counted"),
        webhook_delivery::Entity::find().count(db).await.expect("counted"),
    ]
}

/// The last steps of a trail.
fn tail(trail: &str) -> String {
    let lines: Vec<&str> = trail.lines().collect();
    lines[lines.len().saturating_sub(30)..].join("\n")
}
