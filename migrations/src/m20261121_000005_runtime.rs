//! Instances of registrations, their run-time data, launches and raw commits.

crate::dialect::step!(
    "
create table instance (
    id $id primary key,
    organization_id $id not null references organization (id),
    registration_id $id not null references registration (id),
    version_id $id not null references course_version (id),
    number integer not null,
    live_launch_id $id,
    current_item text,
    sequencing text,
    created_at $time not null,
    updated_at $time not null,
    unique (registration_id, number)
);
create table instance_item (
    id $id primary key,
    organization_id $id not null references organization (id),
    instance_id $id not null references instance (id),
    item text not null,
    completion text not null check (completion in ('unknown', 'incomplete', 'completed')),
    success text not null check (success in ('unknown', 'failed', 'passed')),
    score $float,
    progress $float,
    elements text not null,
    exit text not null,
    terminated boolean not null,
    centiseconds bigint not null,
    base_centiseconds bigint not null,
    launch_id $id,
    session integer not null,
    created_at $time not null,
    updated_at $time not null,
    unique (instance_id, item)
);
create table launch (
    id $id primary key,
    organization_id $id not null references organization (id),
    registration_id $id not null references registration (id),
    instance_id $id not null references instance (id),
    user_id $id not null references users (id),
    token_hash text not null unique,
    sequence bigint not null,
    opened_at $time,
    last_commit_at $time,
    ended_at $time,
    end_reason text check (end_reason in ('terminated', 'closed', 'timed_out', 'withdrawn', 'suspended')),
    created_at $time not null
);
create index launch_registration on launch (registration_id, id);
create index launch_user on launch (user_id) where ended_at is null;
create table launch_commit (
    id $id primary key,
    organization_id $id not null references organization (id),
    launch_id $id not null references launch (id),
    sequence bigint not null,
    item text not null,
    body text not null,
    created_at $time not null
);
create index launch_commit_launch on launch_commit (launch_id, sequence);
"
);
