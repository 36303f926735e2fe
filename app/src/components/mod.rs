//! Pieces used on three pages or more, one file each.

pub mod confirm;
pub mod course_tabs;
pub mod field;
pub mod figures;
pub mod filter;
pub mod form;
pub mod frozen;
pub mod lists;
pub mod log;
pub mod no_mail;
pub mod outlook;
pub mod page;
pub mod plan_line;
pub mod top;
pub mod upload;

pub use confirm::Confirm;
pub use course_tabs::CourseTabs;
pub use field::{CellNumber, Choice, Field, LongField, Problem, SelectField};
pub use figures::{Credits, Number, State, When};
pub use filter::{Filter, Narrowed};
pub use form::{FormButton, PostForm};
pub use frozen::FrozenBanner;
pub use lists::{Empty, Menu, Pager, Tabs};
pub use log::LogPager;
pub use no_mail::NoMail;
pub use outlook::{LowBanner, OutlookSection, OwnDue};
pub use page::{Head, screen, sign_in_path};
pub use plan_line::PlanFacts;
pub use upload::{FileField, UploadForm};
