//! The mixed load, and everything sent once more after the restart.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::task::JoinSet;

use crate::{
    book::{Act, Book},
    common::{
        Try,
        child::Served,
        dice::Dice,
        http::{Answer, Client},
        pause,
    },
    look::{self, Eyes},
    player::Player,
    scene::Scene,
};

/// Asks for an act as the browser of whoever does it would.
pub async fn ask(client: &mut Client, act: &Act) -> Try<Answer> {
    match act {
        Act::Send { key, course, addresses } => {
            let (course, addresses) = (course.to_string(), addresses.join("\n"));
            let form = [
                ("course", course.as_str()),
                ("addresses", &addresses),
                ("message", ""),
                ("key", key),
            ];
            client.post("/do/send-invitations", &form).await
        }
        Act::Accept { email, token, .. } => {
            let (name, password) = (email.split('@').next().unwrap_or_default(), "a walk along the river");
            let form = [
                ("token", token.as_str()),
                ("name", name),
                ("password", password),
                ("repeat", password),
            ];
            client.post("/do/accept-as-new", &form).await
        }
        Act::Cancel { invitation, course } => {
            let (invitation, course) = (invitation.to_string(), course.to_string());
            let form = [("invitation", invitation.as_str()), ("course", &course)];
            client.post("/do/cancel-invitation", &form).await
        }
        Act::Enroll { key, course, email } => {
            let (course, name) = (course.to_string(), email.split('@').next().unwrap_or_default());
            let form = [("name", name), ("email", email), ("course", &course), ("key", key)];
            client.post("/do/enroll-new-user", &form).await
        }
        Act::Withdraw {
            key,
            registration,
            user,
        } => {
            let (registration, user) = (registration.to_string(), user.to_string());
            let form = [("registration", registration.as_str()), ("user", &user), ("key", key)];
            client.post("/do/withdraw-registration", &form).await
        }
    }
}

/// Somebody who does one thing after another until the portal is gone.
struct Hand {
    book: Book,
    client: Client,
    next: Next,
}

enum Next {
    /// Acts made up as long as the portal lives.
    Made(Box<dyn FnMut(u64) -> Act + Send>),
    /// Acts on what there was at the round's beginning.
    Given(Arc<Mutex<VecDeque<Act>>>),
}

impl Hand {
    async fn work(mut self) -> Try<()> {
        for number in 0.. {
            let act = match &mut self.next {
                Next::Made(make) => Some(make(number)),
                Next::Given(acts) => acts.lock().unwrap_or_else(PoisonError::into_inner).pop_front(),
            };
            let Some(act) = act else { break };
            let place = self.book.ask(act.clone());
            // No answer at all is what a kill looks like from here.
            let Ok(answer) = ask(&mut self.client, &act).await else {
                break;
            };
            if answer.status.is_server_error() {
                break;
            }
            answer.done().map_err(|error| format!("{act:?}: {error}"))?;
            self.book.answered(place);
        }
        Ok(())
    }
}

/// Everybody works; after `span` the portal is killed.
pub async fn until_killed(scene: &mut Scene, served: &mut Served, span: Duration, dice: &mut Dice) -> Try<()> {
    let mut crew = JoinSet::new();
    for hand in hands(scene, dice).await? {
        crew.spawn(hand.work());
    }
    let mut playing = JoinSet::new();
    for (number, mut player) in std::mem::take(&mut scene.players).into_iter().enumerate() {
        player.open(&scene.home).await?;
        let mut client = scene.home.visit_content().await?;
        playing.spawn(async move {
            while player.commit(&mut client).await.is_ok() {}
            (number, player)
        });
    }
    pause(span).await;
    served.kill()?;
    while let Some(done) = crew.join_next().await {
        done??;
    }
    let mut players: Vec<(usize, Player)> = Vec::new();
    while let Some(player) = playing.join_next().await {
        players.push(player?);
    }
    players.sort_by_key(|(number, _)| *number);
    scene.players = players.into_iter().map(|(_, player)| player).collect();
    Ok(())
}

/// Two senders, an enroller, two who accept, one who cancels and one who withdraws.
async fn hands(scene: &Scene, dice: &mut Dice) -> Try<Vec<Hand>> {
    let eyes = Eyes::open(scene).await?;
    let (mut accepted, mut canceled) = (VecDeque::new(), VecDeque::new());
    for invited in eyes.pending().await? {
        if dice.between(0, 3) == 0 {
            canceled.push_back(Act::Cancel {
                invitation: invited.id,
                course: invited.course,
            });
        } else {
            accepted.push_back(Act::Accept {
                invitation: invited.id,
                token: scene.token(invited.id, invited.sends),
                email: invited.email,
            });
        }
    }
    let withdrawn = eyes.enrolled().await?.into_iter().filter(|_| dice.between(0, 2) == 0);
    let withdrawn = withdrawn.map(|(registration, user)| Act::Withdraw {
        key: format!("crash-withdraw-{registration}"),
        registration,
        user,
    });
    let withdrawn = withdrawn.collect();
    eyes.close().await?;
    let given = |acts| Next::Given(Arc::new(Mutex::new(acts)));
    let accepting = Arc::new(Mutex::new(accepted));
    let mut hands = Vec::new();
    for (session, next) in [
        (Some(&scene.mara), sending(scene, dice.next())),
        (Some(&scene.mara), sending(scene, dice.next())),
        (Some(&scene.ada), enrolling(scene, dice.next())),
        (None, Next::Given(accepting.clone())),
        (None, Next::Given(accepting)),
        (Some(&scene.mara), given(canceled)),
        (Some(&scene.ada), given(withdrawn)),
    ] {
        let client = scene.home.visit().await?;
        hands.push(Hand {
            book: scene.book.clone(),
            client: session
                .into_iter()
                .fold(client, |client, session| client.with_session(session)),
            next,
        });
    }
    Ok(hands)
}

fn sending(scene: &Scene, run: u64) -> Next {
    let (courses, mut dice) = (scene.courses.clone(), Dice::new(run));
    Next::Made(Box::new(move |number| {
        let count = dice.between(1, 6);
        Act::Send {
            key: format!("crash-send-{run:x}-{number}"),
            course: courses[usize::from(dice.between(0, 2) == 0)],
            addresses: (0..count)
                .map(|place| format!("sent-{run:x}-{number}-{place}@crash.example"))
                .collect(),
        }
    }))
}

fn enrolling(scene: &Scene, run: u64) -> Next {
    let courses = scene.courses.clone();
    Next::Made(Box::new(move |number| Act::Enroll {
        key: format!("crash-new-{run:x}-{number}"),
        course: courses[usize::from(number % 2 == 0)],
        email: format!("enrolled-{run:x}-{number}@crash.example"),
    }))
}

/// Sends again what was not answered, and some of what was; answers how many. An act with a key is answered as at
/// its first time; one without is refused where it is done already.
pub async fn again(scene: &mut Scene, first: usize, dice: &mut Dice) -> Try<usize> {
    let mut count = 0;
    let mut ada = scene.home.visit().await?.with_session(&scene.ada);
    let mut mara = scene.home.visit().await?.with_session(&scene.mara);
    for entry in scene.book.since(first) {
        if entry.answered && dice.between(0, 4) != 0 {
            continue;
        }
        count += 1;
        let (answer, keyed) = match &entry.act {
            Act::Send { .. } => (ask(&mut mara, &entry.act).await?, true),
            Act::Cancel { .. } => (ask(&mut mara, &entry.act).await?, false),
            Act::Enroll { .. } | Act::Withdraw { .. } => (ask(&mut ada, &entry.act).await?, true),
            Act::Accept { .. } => (ask(&mut scene.home.visit().await?, &entry.act).await?, false),
        };
        let refused = answer.status.is_client_error();
        if keyed || !refused {
            answer
                .done()
                .map_err(|error| format!("sent again, {:?}: {error}", entry.act))?;
        }
        if entry.answered && !keyed && !refused {
            return Err(format!("this happened twice: {:?}", entry.act).into());
        }
    }
    for player in &mut scene.players {
        let mut client = scene.home.visit_content().await?;
        player.repeat(&mut client).await?;
        player.commit(&mut client).await?;
        player.repeat(&mut client).await?;
    }
    look::commits(scene).await?;
    Ok(count)
}
