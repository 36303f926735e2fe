//! Invitations on a walk, from sending to their end.

use lectern_domain::{
    Result,
    invitations::{
        accept, cancel, decline, expire, re_invite,
        send::{self, SendForm},
        vouched,
    },
};

use super::{Act, PEOPLE, Walker};
use crate::{support::PASSWORD, walk::model::Model};

impl Walker {
    pub(super) async fn perform_on_invitations(&self, model: &Model, act: &Act, key: &str) -> Result<String> {
        let row = |number: usize| model.invitations[number].id.expect("learned when it was sent");
        match act {
            Act::Send(sender, course, people) => {
                let addresses = people
                    .iter()
                    .map(|person| PEOPLE[*person])
                    .collect::<Vec<_>>()
                    .join(", ");
                let form = SendForm {
                    addresses,
                    message: String::new(),
                };
                let (sender, course) = (self.sender(*sender), self.course(*course));
                self.house
                    .act(async |tx| send::send(tx, sender, key, course, form).await)
                    .await
                    .map(|sent| format!("{sent:?}"))
            }
            Act::ReInvite(sender, number) => {
                let (sender, id) = (self.sender(*sender), row(*number));
                self.house
                    .act(async |tx| re_invite::re_invite(tx, sender, key, id).await)
                    .await
                    .map(|()| String::new())
            }
            Act::Cancel(sender, number) => {
                let (sender, id) = (self.sender(*sender), row(*number));
                self.house
                    .act(async |tx| cancel::cancel(tx, sender, id, false).await)
                    .await
                    .map(|()| String::new())
            }
            Act::Decline(number) => {
                let token = self.house.token(row(*number)).await;
                self.house
                    .act(async |tx| decline::decline(tx, &token, "walk").await)
                    .await
                    .map(|()| String::new())
            }
            Act::Accept(number) => {
                let token = self.house.token(row(*number)).await;
                // Every other one comes through a front end that has proved the address.
                if number % 2 == 1 {
                    let email = self.house.invitation(row(*number)).await.email;
                    let accept = self
                        .house
                        .act(async |tx| vouched::accept(tx, self.house.ada(), key, &token, &email, "A Guest").await);
                    return accept.await.map(|_| String::new());
                }
                match self.learner(model.invitations[*number].person).await {
                    Some(who) => self
                        .house
                        .act(async |tx| accept::accept(tx, &who, &token).await)
                        .await
                        .map(|_| String::new()),
                    None => accept::accept_new(&self.house.portal, &token, "A Guest", PASSWORD, PASSWORD, "walk")
                        .await
                        .map(|_| String::new()),
                }
            }
            _ => self
                .house
                .act(async |tx| expire::expire(tx, 500).await)
                .await
                .map(|_| String::new()),
        }
    }
}
