//! Batches of invitations: lists that are looked over and then sent by a job. While a batch is sent, its credits are
//! put aside on their accounts, so that nobody else spends them; its letters share one text.

crate::dialect::step!(
    "
create table batch (
    id $id primary key,
    organization_id $id not null references organization (id),
    course_id $id not null references course (id),
    sender_id $id not null references users (id),
    role text not null check (role in ('admin', 'manager')),
    source text not null,
    name text not null,
    content_hash text not null,
    state text not null check (state in ('reading', 'preview', 'sending', 'done', 'canceled', 'stopped', 'discarded')),
    row_count integer not null,
    reached integer not null,
    sent integer not null,
    price bigint not null,
    first_id $id references account (id),
    first_left bigint not null check (first_left >= 0),
    other_id $id references account (id),
    other_left bigint not null check (other_left >= 0),
    message text not null,
    letter_text text not null,
    letter_html text not null,
    lease_by $id,
    lease_until $time,
    checked_at $time not null,
    started_at $time,
    ended_at $time,
    created_at $time not null,
    updated_at $time not null
);
create unique index batch_same on batch (course_id, sender_id, content_hash)
    where state in ('reading', 'preview', 'sending');
create index batch_course on batch (course_id, id);
create index batch_state on batch (state, updated_at);
create table batch_row (
    id $id primary key,
    organization_id $id not null references organization (id),
    batch_id $id not null references batch (id),
    number integer not null,
    email text not null,
    email_key text not null,
    verdict text not null check (verdict in ('new', 'known', 'enrolled', 'invited', 'suspended', 'malformed', 'repeated')),
    invited_by $id references users (id),
    invited_at $time,
    invitation_id $id references invitation (id),
    created_at $time not null,
    updated_at $time not null,
    unique (batch_id, number)
);
create index batch_row_verdict on batch_row (batch_id, verdict, number);
alter table account add column reserved bigint not null default 0
    check (reserved >= 0 and (kind in ('pool', 'external') or balance >= reserved));
alter table letter add column batch_id $id references batch (id);
"
);
