//! Many at once: real tasks on real connections, held at a gate until all are there.

use std::sync::Arc;

use lectern_contract::Refusal;
use lectern_domain::{Error, Portal, Result};
use tokio::sync::Barrier;

/// Lets `many` tasks through the gate together, shared out over the portals; answers in their order.
pub async fn rush<T, Act>(portals: &[Portal], many: usize, act: impl Fn(Portal, usize) -> Act) -> Vec<T>
where
    T: Send + 'static,
    Act: Future<Output = T> + Send + 'static,
{
    let gate = Arc::new(Barrier::new(many));
    let start = |number: usize| {
        let (gate, act) = (gate.clone(), act(portals[number % portals.len()].clone(), number));
        tokio::spawn(async move {
            gate.wait().await;
            act.await
        })
    };
    let tasks: Vec<_> = (0..many).map(start).collect();
    let mut answers = Vec::with_capacity(many);
    for task in tasks {
        answers.push(task.await.expect("no task panics"));
    }
    answers
}

/// What went through, and what was refused; a fault fails the test.
pub fn sort<T>(answers: Vec<Result<T>>) -> (Vec<T>, Vec<Refusal>) {
    let (mut through, mut refused) = (Vec::new(), Vec::new());
    for answer in answers {
        match answer {
            Ok(answer) => through.push(answer),
            Err(Error::Refused(refusal)) => refused.push(refusal),
            Err(fault) => panic!("a race ends in a fault: {fault}"),
        }
    }
    (through, refused)
}
