//! The outbox: letters are written in the act's transaction and leave after it.

crate::dialect::step!(
    "
create table letter (
    id $id primary key,
    organization_id $id not null references organization (id),
    kind text not null,
    recipient text not null,
    subject text not null,
    text text not null,
    html text not null,
    link_purpose text,
    link_id $id,
    link_number integer,
    link_hash text,
    message_id text not null unique,
    state text not null check (state in ('waiting', 'sending', 'sent', 'failed')),
    attempts integer not null,
    next_attempt_at $time,
    error text,
    sent_at $time,
    created_at $time not null,
    updated_at $time not null
);
create index letter_due on letter (next_attempt_at) where state in ('waiting', 'sending');
create index letter_log on letter (organization_id, id);
create index letter_link on letter (link_id) where link_id is not null;
create index letter_link_hash on letter (link_hash) where link_hash is not null;
"
);
