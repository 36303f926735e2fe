//! What an organization may set for itself: one row each, one typed column per setting. A later setting is a
//! column with a default and a CHECK, added by a step of its own; an organization's row has every default then.

crate::dialect::step!(
    "
create table settings (
    id $id primary key,
    organization_id $id not null unique references organization (id),
    invitation_days integer not null default 30 check (invitation_days between 1 and 180),
    refund_policy text not null default 'before_first_launch'
        check (refund_policy in ('never', 'before_first_launch', 'below_progress', 'within_days')),
    refund_percent integer not null default 10 check (refund_percent between 1 and 100),
    refund_days integer not null default 14 check (refund_days between 1 and 365),
    proration text not null default 'fair' check (proration in ('fair', 'floor')),
    managers_can_buy boolean not null default false,
    grace_days integer not null default 30 check (grace_days between 0 and 365),
    reminders boolean not null default true,
    created_at $time not null,
    updated_at $time not null
);
insert into settings (id, organization_id, created_at, updated_at)
    select id, id, created_at, created_at from organization;
"
);
