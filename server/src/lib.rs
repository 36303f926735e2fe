//! The native door: configuration, sessions, headers, post office, storage, jobs, start-up.
//!
//! [`router::build`] makes the whole web service, so that tests drive the real thing.

pub mod api;
pub mod assets;
pub mod config;
pub mod connect;
pub mod content;
pub mod disk;
pub mod doors;
pub mod health;
pub mod hooks;
pub mod jobs;
pub mod lists;
pub mod log;
pub mod logs;
pub mod migrate;
pub mod papers;
pub mod payments;
pub mod post_office;
pub mod router;
pub mod secret;
pub mod serve;
pub mod session_store;
pub mod start;
pub mod statements;
pub mod storage;
pub mod times;
pub mod upload;

/// Pages are thousands of small strings that live for a millisecond: a fifth of a page's time went into glibc's
/// allocator, whose arenas the workers also wait for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
