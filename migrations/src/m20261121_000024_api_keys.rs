//! Keys of programs, of which only a hash is kept, and how often each was used in the present minute. A new key's
//! secret is sealed in its row until its maker has kept it.

crate::dialect::step!(
    "
create table api_key (
    id $id primary key,
    organization_id $id not null references organization (id),
    user_id $id not null references users (id),
    name text not null,
    prefix text not null,
    secret_hash text not null unique,
    scopes text not null,
    sealed text,
    shown_to text not null,
    expires_at $time,
    last_used_at $time,
    revoked_at $time,
    revoked_by $id references users (id),
    created_at $time not null,
    updated_at $time not null,
    check ((revoked_at is null) = (revoked_by is null))
);
create index api_key_list on api_key (organization_id, id);
create table api_window (
    id $id primary key,
    organization_id $id not null references organization (id),
    key_id $id not null unique references api_key (id),
    minute bigint not null,
    used bigint not null check (used > 0),
    created_at $time not null,
    updated_at $time not null
);
"
);
