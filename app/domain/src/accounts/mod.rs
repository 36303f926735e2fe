//! People: who they are, how they prove it, and what they may change about themselves.

pub mod administer;
pub mod devices;
pub(crate) mod erase;
pub mod input;
pub mod me;
pub mod organizations;
pub mod password_link;
pub mod passwords;
pub mod reset;
pub mod second_factor;
pub mod sessions;
pub mod setup;
pub mod sign_in;
pub mod throttle;
pub mod users;
