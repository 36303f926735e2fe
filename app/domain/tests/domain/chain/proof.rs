//! The nightly proof: once a night, step after step, with a letter and a banner where something is broken.

use chrono::TimeDelta;
use lectern_contract::{
    Refusal, Role,
    letters::LetterKind,
    proofs::{ChainFault, ProofRun, ProofState, Rule},
};
use lectern_domain::{
    Actor, Portal,
    credits::proof::{ask::ask, run, view},
};
use lectern_entities::letter;
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter};

use super::{head, transactions};
use crate::support::{House, refusal, rush};

/// Takes every step there is; answers how many there were.
pub(super) async fn prove(portal: &Portal) -> usize {
    let mut steps = 0;
    while run::step(portal).await.expect("a step is taken") {
        steps += 1;
    }
    steps
}

async fn runs(house: &House) -> Vec<ProofRun> {
    view::list(house.portal.reader(), house.ada())
        .await
        .expect("an admin reads")
}

fn checked(run: &ProofRun, rule: Rule) -> (i64, i64) {
    let figure = run.figures.iter().find(|figure| figure.rule == rule);
    let figure = figure.expect("every rule has a figure");
    (figure.checked, figure.broken)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_runs_once_a_night_and_says_what_it_looked_at() {
    let house = House::open().await;
    house.endow(house.forklift(), house.mara().user, 3).await;
    house
        .invite(house.mara(), house.forklift(), "kai@contoso.example")
        .await
        .expect("sent");
    house.grant(7).await.expect("granted");
    assert_eq!(prove(&house.portal).await, 0, "the first night is to come");
    house.clock.advance(TimeDelta::hours(16));
    assert!(prove(&house.portal).await > Rule::ALL.len());
    let all = i64::try_from(transactions(&house.portal).await).expect("a number");
    let [run] = &runs(&house).await[..] else {
        panic!("one proof")
    };
    assert_eq!((run.state, run.links, run.first_break), (ProofState::Held, all, None));
    assert_eq!(run.hash, head(&house).await.hash);
    for (rule, number) in [
        (Rule::L1, all),
        (Rule::L3, 2 * all),
        (Rule::L5, 10),
        (Rule::L6, 1),
        (Rule::L7, 0),
        (Rule::L9, all),
        (Rule::L12, all),
    ] {
        assert_eq!(checked(run, rule), (number, 0), "{rule}");
    }
    house.grant(1).await.expect("granted");
    assert_eq!(prove(&house.portal).await, 0, "it was this night's");
    house.clock.advance(TimeDelta::days(1));
    assert!(prove(&house.portal).await > 0, "the next night has its own");
    let runs = runs(&house).await;
    assert_eq!(runs.len(), 2);
    assert_eq!((runs[0].state, runs[0].links), (ProofState::Held, all + 1));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_ledger_is_told_to_the_admins_until_it_is_mended() {
    let house = House::open().await;
    house.grant(7).await.expect("granted");
    house.clock.advance(TimeDelta::days(1));
    let db = &house.portal.databases().writer;
    let pool = "update account set balance = balance + 1 where kind = 'pool' and organization_id in
        (select organization_id from ledger_head)";
    db.execute_unprepared(pool).await.expect("changed behind its back");
    prove(&house.portal).await;
    let [run] = &runs(&house).await[..] else {
        panic!("one proof")
    };
    assert_eq!(run.state, ProofState::Broken);
    assert_eq!((checked(run, Rule::L2).1, checked(run, Rule::L3).1), (1, 1));
    assert_eq!(checked(run, Rule::L9).1, 0, "the chain itself is whole");
    let alarm = view::alarm(house.portal.reader(), house.ada()).await.expect("read");
    assert_eq!(alarm.as_ref(), Some(run));
    let letters = letter::Entity::find().filter(letter::Column::Kind.eq(LetterKind::ProofBroken));
    let letters = letters.all(house.portal.reader()).await.expect("read");
    assert_eq!(letters.len(), 1, "one admin, one letter");
    for word in ["L2", "L3", "/admin/proof"] {
        assert!(letters[0].text.contains(word), "{}", letters[0].text);
    }

    db.execute_unprepared(&pool.replace("+ 1", "- 1"))
        .await
        .expect("mended");
    house.clock.advance(TimeDelta::days(1));
    prove(&house.portal).await;
    assert_eq!(
        view::alarm(house.portal.reader(), house.ada()).await.expect("read"),
        None
    );
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_break_of_the_chain_ends_a_proof() {
    let house = House::open().await;
    for _ in 0..3 {
        house.grant(7).await.expect("granted");
    }
    house.clock.advance(TimeDelta::days(1));
    let db = &house.portal.databases().writer;
    let on = match db.get_database_backend() {
        DbBackend::Postgres => " on ledger_transaction",
        _ => "",
    };
    db.execute_unprepared(&format!("drop trigger ledger_transaction_no_update{on}"))
        .await
        .expect("it is there");
    let change = |reason: &str| {
        format!(
            "update ledger_transaction set reason = {reason}
             where id in (select transaction_id from ledger_link where number = 2)"
        )
    };
    db.execute_unprepared(&change("reason || '!'")).await.expect("changed");
    prove(&house.portal).await;
    let [run] = &runs(&house).await[..] else {
        panic!("one proof")
    };
    let found = run.first_break.expect("a break");
    assert_eq!((found.number, found.what), (Some(2), ChainFault::Hash));
    assert_eq!(
        (run.state, run.links, checked(run, Rule::L9)),
        (ProofState::Broken, 1, (1, 1))
    );
    db.execute_unprepared(&change("substr(reason, 1, length(reason) - 1)"))
        .await
        .expect("mended");

    house.clock.advance(TimeDelta::days(1));
    prove(&house.portal).await;
    assert_eq!(runs(&house).await[0].state, ProofState::Held);
    let other = "update proof set hash = 'another' where state = 'held'";
    db.execute_unprepared(other)
        .await
        .expect("an earlier proof saw another chain");
    house.clock.advance(TimeDelta::days(1));
    prove(&house.portal).await;
    let found = runs(&house).await[0].first_break.expect("a break");
    assert_eq!((found.number, found.what), (Some(3), ChainFault::Anchor));
    db.execute_unprepared(&other.replace("'another'", "(select hash from ledger_link where number = 3)"))
        .await
        .expect("mended");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_processes_make_one_proof() {
    let house = House::open().await;
    for _ in 0..3 {
        house.grant(7).await.expect("granted");
    }
    house.clock.advance(TimeDelta::days(1));
    let portals = [house.portal.clone(), house.second_process().await];
    rush(&portals, 6, |portal, _| async move { prove(&portal).await }).await;
    let runs = runs(&house).await;
    assert_eq!(runs.len(), 1);
    assert_eq!((runs[0].state, runs[0].links), (ProofState::Held, 3));
    assert_eq!(checked(&runs[0], Rule::L1), (3, 0));
    let written = lectern_entities::audit::Entity::find()
        .filter(lectern_entities::audit::Column::Act.eq("proof.end"))
        .count(house.portal.reader())
        .await
        .expect("counted");
    assert_eq!(written, 1, "it ended once");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn proofs_are_for_admins() {
    let house = House::open().await;
    for actor in [house.mara(), house.learner(0)] {
        assert_eq!(
            refusal(house.act(async |tx| ask(tx, actor).await).await),
            Refusal::NotFound
        );
    }
    house
        .act(async |tx| ask(tx, house.ada()).await)
        .await
        .expect("asked for");
    let again = house.act(async |tx| ask(tx, house.ada()).await).await;
    assert_eq!(refusal(again), Refusal::ProofRunning);
    prove(&house.portal).await;
    assert_eq!(runs(&house).await.len(), 1);
    house.act(async |tx| ask(tx, house.ada()).await).await.expect("another");
    prove(&house.portal).await;
    assert_eq!(runs(&house).await.len(), 2);
    for actor in [house.mara(), house.learner(0)] {
        let db = house.portal.reader();
        assert_eq!(refusal(view::list(db, actor).await), Refusal::NotFound);
        assert_eq!(refusal(view::alarm(db, actor).await), Refusal::NotFound);
    }
    let manager = Actor {
        role: Role::Manager,
        ..house.ada().clone()
    };
    assert_eq!(
        refusal(view::list(house.portal.reader(), &manager).await),
        Refusal::NotFound
    );
    house.close().await;
}
