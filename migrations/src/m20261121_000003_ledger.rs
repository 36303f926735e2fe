//! The double-entry ledger of credits. What may never be negative is held so by a CHECK.

crate::dialect::step!(
    "
create table account (
    id $id primary key,
    organization_id $id not null references organization (id),
    kind text not null check (kind in ('pool', 'course', 'manager', 'held', 'consumed', 'expired', 'external')),
    course_id $id references course (id),
    user_id $id references users (id),
    balance bigint not null,
    lines bigint not null,
    created_at $time not null,
    updated_at $time not null,
    check (kind in ('pool', 'external') or balance >= 0),
    check ((kind in ('course', 'manager')) = (course_id is not null)),
    check ((kind = 'manager') = (user_id is not null))
);
create unique index account_one on account (organization_id, kind) where course_id is null;
create unique index account_course on account (course_id) where kind = 'course';
create unique index account_manager on account (course_id, user_id) where kind = 'manager';
create index account_user on account (user_id) where user_id is not null;
create table ledger_transaction (
    id $id primary key,
    organization_id $id not null references organization (id),
    kind text not null check (kind in ('grant', 'allocate', 'deallocate', 'assign', 'take_back', 'hold',
        'release', 'consume_hold', 'consume', 'refund', 'adjust')),
    idempotency_key text not null,
    request_hash text not null,
    actor_id $id references users (id),
    role text,
    reason text not null,
    course_id $id references course (id),
    invitation_id $id,
    registration_id $id,
    refunds_id $id references ledger_transaction (id),
    created_at $time not null,
    unique (organization_id, idempotency_key)
);
create unique index ledger_refund_once on ledger_transaction (refunds_id) where refunds_id is not null;
create table posting (
    id $id primary key,
    organization_id $id not null references organization (id),
    transaction_id $id not null references ledger_transaction (id),
    account_id $id not null references account (id),
    counter_account_id $id not null references account (id),
    line bigint not null,
    amount bigint not null check (amount <> 0),
    balance bigint not null,
    created_at $time not null,
    unique (account_id, line)
);
create index posting_transaction on posting (transaction_id);
"
);
