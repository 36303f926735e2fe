//! Plans at the calendar's edges (`spec/credits.md` 4, 5).

mod changes;
mod grants;
mod lapse;
mod offers;

use chrono::{DateTime, Utc};
use lectern_domain::settings::{self, SettingsForm};

use crate::support::House;

async fn set(house: &House, form: SettingsForm) {
    let changed = house.act(async |tx| settings::change(tx, house.ada(), &form).await);
    changed.await.expect("settings are changed");
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}
