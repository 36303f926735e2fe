//! Plans, the organization's subscription to one, and the lots of credits it was granted by it.

crate::dialect::step!(
    "
create table plan (
    id $id primary key,
    organization_id $id not null references organization (id),
    name text not null,
    credits bigint not null check (credits between 1 and 1000000),
    billing text not null check (billing in ('yearly', 'monthly')),
    currency text not null,
    price_minor bigint not null check (price_minor >= 0),
    credit_minor bigint not null check (credit_minor >= 0),
    state text not null check (state in ('active', 'archived')),
    created_at $time not null,
    updated_at $time not null
);
create unique index plan_name on plan (organization_id, name) where state = 'active';
create table subscription (
    id $id primary key,
    organization_id $id not null references organization (id),
    plan_id $id not null references plan (id),
    next_plan_id $id references plan (id),
    credits bigint not null check (credits between 1 and 1000000),
    billing text not null check (billing in ('yearly', 'monthly')),
    state text not null check (state in ('active', 'canceled', 'frozen', 'ended')),
    anchor_at $time not null,
    anchor_period integer not null check (anchor_period between 1 and period),
    period integer not null,
    period_at $time not null,
    changes integer not null,
    due_at $time,
    created_at $time not null,
    updated_at $time not null,
    check ((state = 'ended') = (due_at is null))
);
create unique index subscription_live on subscription (organization_id) where state <> 'ended';
create index subscription_due on subscription (due_at) where due_at is not null;
create table lot (
    id $id primary key,
    organization_id $id not null references organization (id),
    subscription_id $id not null references subscription (id),
    period integer not null,
    grant_id $id not null unique references ledger_transaction (id),
    amount bigint not null check (amount > 0),
    expired bigint not null check (expired between 0 and amount),
    created_at $time not null,
    updated_at $time not null
);
create index lot_subscription on lot (subscription_id, id);
"
);
