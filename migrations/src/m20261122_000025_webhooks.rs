//! Webhooks: endpoints with their sealed signing secrets, deliveries written in the act's own transaction, and what
//! became of each attempt to send one. And how often a second factor got new recovery codes.

crate::dialect::step!(
    "
create table webhook (
    id $id primary key,
    organization_id $id not null references organization (id),
    url text not null,
    events text not null,
    state text not null check (state in ('active', 'paused', 'gone', 'deleted')),
    secret text not null,
    old_secret text,
    old_until $time,
    shown_to text,
    secret_at $time not null,
    failing_since $time,
    created_at $time not null,
    updated_at $time not null,
    check ((old_secret is null) = (old_until is null))
);
create index webhook_home on webhook (organization_id);
create table webhook_delivery (
    id $id primary key,
    organization_id $id not null references organization (id),
    webhook_id $id not null references webhook (id),
    event text not null,
    event_id $id not null,
    body text not null,
    state text not null check (state in ('waiting', 'sending', 'delivered', 'failed')),
    attempts integer not null check (attempts >= 0),
    tries integer not null check (tries >= 0),
    next_attempt_at $time,
    give_up_at $time not null,
    delivered_at $time,
    created_at $time not null,
    updated_at $time not null,
    check ((next_attempt_at is null) = (state in ('delivered', 'failed')))
);
create index webhook_delivery_due on webhook_delivery (webhook_id, next_attempt_at)
    where next_attempt_at is not null;
create index webhook_delivery_log on webhook_delivery (webhook_id, id);
create index webhook_delivery_state on webhook_delivery (webhook_id, state, id);
create index webhook_delivery_age on webhook_delivery (created_at);
create table webhook_attempt (
    id $id primary key,
    organization_id $id not null references organization (id),
    delivery_id $id not null references webhook_delivery (id),
    number integer not null,
    status integer,
    problem text,
    answer text not null,
    millis bigint not null,
    created_at $time not null,
    unique (delivery_id, number)
);
alter table second_factor add column codes_round integer not null default 0;
"
);
