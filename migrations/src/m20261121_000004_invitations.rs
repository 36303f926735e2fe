//! Registrations and the invitations that lead to them.

crate::dialect::step!(
    "
create table registration (
    id $id primary key,
    organization_id $id not null references organization (id),
    user_id $id not null references users (id),
    course_id $id not null references course (id),
    cycle integer not null,
    manager_id $id references users (id),
    state text not null check (state in ('active', 'withdrawn')),
    consumption_id $id references ledger_transaction (id),
    completion text not null check (completion in ('unknown', 'incomplete', 'completed')),
    success text not null check (success in ('unknown', 'failed', 'passed')),
    score $float,
    centiseconds bigint not null,
    first_launched_at $time,
    last_launched_at $time,
    completed_at $time,
    created_at $time not null,
    updated_at $time not null,
    unique (user_id, course_id, cycle)
);
create index registration_course on registration (course_id, id);
create index registration_manager on registration (manager_id, course_id, id);
create table invitation (
    id $id primary key,
    organization_id $id not null references organization (id),
    course_id $id not null references course (id),
    sender_id $id not null references users (id),
    email text not null,
    email_key text not null,
    message text not null,
    state text not null check (state in ('pending', 'accepted', 'declined', 'canceled', 'expired')),
    token_hash text not null unique,
    sends integer not null,
    re_invites integer not null,
    epoch integer not null,
    source_id $id not null references account (id),
    hold_id $id references ledger_transaction (id),
    registration_id $id references registration (id),
    undeliverable boolean not null,
    last_sent_at $time not null,
    expires_at $time not null,
    decided_at $time,
    created_at $time not null,
    updated_at $time not null
);
create unique index invitation_pending on invitation (course_id, email_key) where state = 'pending';
create index invitation_log on invitation (course_id, sender_id, id);
create index invitation_clock on invitation (state, expires_at);
create index invitation_email on invitation (organization_id, email_key, state);
"
);
