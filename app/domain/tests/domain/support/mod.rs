//! What tests stand on: a house of their own, with clock, chance and cast.

mod attempts;
mod clock;
pub mod dice;
mod house;
mod life;
mod packages;
mod plans;
mod rush;
mod said;
mod speech;
mod template;
mod till;

pub use clock::{DAWN, SeededChance, TestClock};
pub use house::{House, act_on};
pub use packages::{SCO, half_hidden, scorm12, scorm2004};
pub use plans::plan_form;
pub use rush::{rush, sort};
pub use said::changing;
pub use speech::{commit_of, fresh_key, refusal};
pub use template::PASSWORD;
pub use till::{euro, paid, price_form, word};
