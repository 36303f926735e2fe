//! Organizations, users, their roles, sessions, one-time links and sign-in tries.

crate::dialect::step!(
    "
create table organization (
    id $id primary key,
    name text not null,
    base_url text not null,
    time_zone text not null,
    created_at $time not null,
    updated_at $time not null
);
create table users (
    id $id primary key,
    organization_id $id not null references organization (id),
    name text not null,
    email text not null,
    email_key text not null,
    state text not null check (state in ('active', 'suspended', 'deleted')),
    password_hash text,
    last_sign_in_at $time,
    created_at $time not null,
    updated_at $time not null
);
create unique index users_email on users (organization_id, email_key);
create index users_name on users (organization_id, state, name, id);
create table user_role (
    id $id primary key,
    organization_id $id not null references organization (id),
    user_id $id not null references users (id),
    role text not null check (role in ('admin', 'manager', 'learner')),
    created_at $time not null,
    unique (user_id, role)
);
create index user_role_role on user_role (organization_id, role, user_id);
create table session (
    id $id primary key,
    organization_id $id references organization (id),
    token_hash text not null unique,
    user_id $id references users (id),
    data text not null,
    browser text not null,
    created_at $time not null,
    last_seen_at $time not null,
    expires_at $time not null
);
create index session_person on session (user_id);
create index session_expires on session (expires_at);
create table ticket (
    id $id primary key,
    organization_id $id not null references organization (id),
    user_id $id not null references users (id),
    purpose text not null check (purpose in ('password_reset', 'email_change')),
    token_hash text not null unique,
    email text,
    expires_at $time not null,
    used_at $time,
    created_at $time not null
);
create table attempt (
    id $id primary key,
    organization_id $id references organization (id),
    subject text not null,
    created_at $time not null
);
create index attempt_subject on attempt (subject, created_at);
create index attempt_created on attempt (created_at);
create table receipt (
    id $id primary key,
    organization_id $id not null references organization (id),
    idempotency_key text not null,
    request_hash text not null,
    answer text,
    created_at $time not null,
    unique (organization_id, idempotency_key)
);
create table audit (
    id $id primary key,
    organization_id $id not null references organization (id),
    actor_id $id references users (id),
    role text,
    act text not null,
    subject_kind text not null,
    subject_id $id,
    before $json,
    after $json,
    source text not null,
    created_at $time not null
);
create index audit_at on audit (organization_id, created_at);
"
);
