//! The whole service as people meet it: the real router, in process, on SQLite, and on PostgreSQL where
//! `LECTERN_TEST_DATABASE_URL` names a cluster (`.ci/with-postgres.sh` starts one). Nothing here sleeps: the clock
//! stands still until a test moves it.

mod account;
mod admin;
mod api;
mod attempts;
mod bounces;
mod busy;
mod command;
mod content;
mod doors;
mod dry_runs;
mod flood;
mod forms;
mod invitation;
mod invitation_life;
mod jobs;
mod lists;
mod low;
mod mail_server;
mod matrix;
mod nul;
mod numbers;
mod password;
mod patience;
mod payments;
mod post_office;
mod record;
mod second_factor;
mod setup;
mod sign_in;
mod start;
mod statements;
mod support;
mod unread;
mod ways;
mod webhooks;
mod without_mail;
