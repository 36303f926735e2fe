//! The second factor: one secret a person, sealed with a key that the database does not have; one-time recovery
//! codes, of which only a keyed hash is kept; and whether an organization's admins must have one.

crate::dialect::step!(
    "
create table second_factor (
    id $id primary key,
    organization_id $id not null references organization (id),
    user_id $id not null unique references users (id),
    secret text not null,
    shown_to text not null,
    last_step bigint not null,
    confirmed_at $time,
    codes_kept_at $time,
    created_at $time not null,
    updated_at $time not null
);
create table recovery_code (
    id $id primary key,
    organization_id $id not null references organization (id),
    user_id $id not null references users (id),
    code_hash text not null,
    used_at $time,
    created_at $time not null,
    unique (user_id, code_hash)
);
alter table organization add column admins_need_second_factor boolean not null default false;
"
);
