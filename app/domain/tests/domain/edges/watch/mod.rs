//! Low balances: one letter for each crossing, to those who can do something (`spec/credits.md`, Low balance).

mod crossings;
mod levels;
mod told;

use lectern_contract::{credits::AccountKind, letters::LetterKind};
use lectern_domain::{
    Actor, Result,
    credits::watch::thresholds::{self, ThresholdsForm},
};
use lectern_entities::{account, letter};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::support::House;

impl House {
    /// Sets when people are told of pool, courses and managers.
    pub async fn thresholds(&self, pool: &str, course: &str, managers: &str) -> Result<()> {
        let form = ThresholdsForm {
            pool: pool.into(),
            course: course.into(),
            managers: managers.into(),
        };
        self.act(async |tx| thresholds::set(tx, self.ada(), &form).await).await
    }

    /// Who was told of a low balance, and with which subject, by the subject: of one instant, ids have no order.
    pub async fn told_low(&self) -> Vec<(String, String)> {
        let rows = letter::Entity::find()
            .filter(letter::Column::Kind.eq(LetterKind::CreditsLow))
            .order_by_asc(letter::Column::Subject);
        let rows = rows.all(self.portal.reader()).await.expect("letters are read");
        rows.into_iter().map(|row| (row.recipient, row.subject)).collect()
    }

    /// How many such letters there are.
    pub async fn low_letters(&self) -> usize {
        self.told_low().await.len()
    }

    /// The account of this kind: the pool, or one of the first course.
    pub async fn account(&self, kind: AccountKind, of: Option<&Actor>) -> account::Model {
        let mut rows = account::Entity::find()
            .filter(account::Column::OrganizationId.eq(self.ada().organization))
            .filter(account::Column::Kind.eq(kind));
        if let Some(of) = of {
            rows = rows.filter(account::Column::UserId.eq(of.user));
        }
        let row = rows.one(self.portal.reader()).await.expect("accounts are read");
        row.expect("there is such an account")
    }
}

/// Stripe's word that all money of a payment went back.
pub fn refunded(payment: &str, minor: i64) -> lectern_domain::orders::receive::Meaning {
    lectern_domain::orders::receive::Meaning::Refunded {
        payment: payment.into(),
        charge: format!("ch_{payment}"),
        minor,
    }
}
