//! One order, all that is said of it, and what is left then.

use lectern_contract::{OrderId, orders::OrderEventKind as Event};
use lectern_domain::orders::list;

use super::{
    BOUGHT, Story,
    words::{DECIDED, DISPUTED, EXPIRED, FAILED, GONE_THROUGH, PAID, REFUND_FAILED, Told},
};
use crate::{
    payments::{pool, post, says},
    support::{
        Answer, Browser, House,
        stripe::{event, signature},
    },
};

/// An order, and what is said of it.
#[derive(Debug)]
pub struct Run<'a> {
    pub house: &'a House,
    pub ada: &'a Browser,
    /// Its place among the orders of the words.
    pub number: usize,
    pub told: Vec<Told>,
    /// Which of the words are heard, one after another.
    pub heard: Vec<(usize, &'static str)>,
}

impl Run<'_> {
    /// Stripe says it all; answers how many credits were spent meanwhile.
    pub async fn hear(&self) -> i64 {
        let mut spent = 0;
        for (step, (word, time)) in self.heard.iter().enumerate() {
            let (kind, object) = &self.told[*word];
            let id = format!("evt_{}_{word}_{time}", self.number);
            if self.number == 13 * step {
                self.forge(&event(&id, kind, object)).await;
            }
            says(self.house, &id, kind, object).await.is(200);
            if self.number.is_multiple_of(2) {
                spent += self.spend(&id).await;
            }
        }
        spent
    }

    /// Somebody else says it before Stripe does: nothing is kept of that, so Stripe's own word still counts.
    async fn forge(&self, body: &str) {
        let now = self.house.portal.now().timestamp();
        let header = format!("t={now},v1={}", signature("whsec_another", body, now));
        let forged = post(self.house, body, &header);
        let answer = self.house.unchanged("a forged word", forged).await;
        answer.is(400).says("The signature is not good.");
    }

    /// Spends all that is in the pool; answers how many credits those were.
    async fn spend(&self, key: &str) -> i64 {
        let free = pool(self.house).await;
        if free <= 0 {
            return 0;
        }
        self.allocate(free, key).await.leads_to("/admin");
        free
    }

    async fn allocate(&self, amount: i64, key: &str) -> Answer {
        let (course, amount) = (self.house.forklift().to_string(), amount.to_string());
        let fields = [("course", course.as_str()), ("amount", amount.as_str()), ("key", key)];
        self.ada.post("/do/allocate-credits", &fields).await
    }

    /// What is left when all was heard, whatever came first; answers the pool.
    pub async fn look(&self, order: OrderId, story: Story, spent: i64) -> i64 {
        let words: Vec<&str> = self.heard.iter().map(|(word, _)| self.told[*word].0).collect();
        let seen = list::show(self.house.portal.reader(), self.house.ada(), order).await;
        let seen = seen.expect("the order");
        let (row, left) = (&seen.row, pool(self.house).await);
        let found = (row.state, row.taken_back, left + spent);
        let expected = (story.state, story.taken, BOUGHT - story.taken);
        assert_eq!(found, expected, "{spent} were spent in {words:?}");
        assert_eq!(self.came(row.number).await, [BOUGHT.to_string()], "once in {words:?}");
        assert_eq!(row.invoice, Some(row.number), "one invoice for each order: {words:?}");
        let lines = self.lines();
        for (kind, times) in lines {
            let found = seen.history.iter().filter(|line| line.kind == kind).count();
            assert_eq!(found, times, "{kind:?} in {words:?}");
        }
        let all: usize = lines.iter().map(|(_, times)| times).sum();
        assert_eq!(seen.history.len(), all, "and nothing else in {words:?}");
        if left < 0 {
            self.allocate(1, &format!("overdrawn {}", self.number)).await.is(409);
        }
        self.house.verify().await;
        left
    }

    /// What purchases of the order with this number brought into the pool.
    async fn came(&self, number: i64) -> Vec<String> {
        let sql = format!(
            "select p.amount || '' from posting p join account a on a.id = p.account_id and a.kind = 'pool'
             join ledger_transaction t on t.id = p.transaction_id and t.kind = 'purchase'
             join credit_order o on o.id = t.order_id where o.number = {number}"
        );
        self.house.texts(&sql).await
    }

    /// What stands in the order's history, and how often. That money is on its way, that it did not come and that the
    /// page expired is noted only while the order waits; that a dispute was opened, only where it and the payment
    /// were known before it was decided. All else stands there once, whenever it was heard.
    fn lines(&self) -> [(Event, usize); 11] {
        let at = |kind: &str| self.heard.iter().position(|(word, _)| self.told[*word].0 == kind);
        let paid = at(PAID).expect("it is paid");
        let waits = at(EXPIRED).or_else(|| at(FAILED)).map_or(paid, |ended| ended.min(paid));
        let waiting = self.heard[..waits].iter();
        let pending = waiting.filter(|(word, _)| self.told[*word].0 == GONE_THROUGH).count();
        let early = |kind| usize::from(at(kind).is_some_and(|at| at < paid));
        let opened = at(DISPUTED).zip(at(DECIDED));
        let opened = opened.is_some_and(|(opened, decided)| opened < decided && paid < decided);
        let decided = |verdict: &str| {
            let mut told = self.told.iter();
            usize::from(told.any(|(kind, object)| *kind == DECIDED && object["status"] == verdict))
        };
        [
            (Event::Placed, 1),
            (Event::CheckoutOpened, 1),
            (Event::Pending, pending),
            (Event::Expired, early(EXPIRED)),
            (Event::Failed, early(FAILED)),
            (Event::Paid, 1),
            (Event::Refunded, 1),
            (Event::RefundFailed, usize::from(at(REFUND_FAILED).is_some())),
            (Event::Disputed, usize::from(opened)),
            (Event::DisputeWon, decided("won")),
            (Event::DisputeLost, decided("lost")),
        ]
    }
}
