//! The portal's rules, tried on a real database: SQLite, and PostgreSQL where `LECTERN_TEST_DATABASE_URL` names
//! a cluster (`.ci/with-postgres.sh` starts one).

mod api;
mod batches;
mod chain;
mod doors;
mod edges;
mod forgotten;
mod hooks;
mod neighbors;
mod races;
mod record;
mod runtime;
mod schema;
mod search;
mod second_factor;
mod smoke;
mod support;
mod walk;
mod years;
