//! Buying credits: what they cost, the terms, orders with their history and invoices, and what payment providers
//! said. A payment is known by the provider's own reference, whichever word about it came first.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::dialect::run(manager, TABLES).await?;
        crate::dialect::write_once(manager, &["terms", "order_event", "invoice", "payment_event"]).await
    }
}

const TABLES: &str = "
create table price (
    id $id primary key,
    organization_id $id not null unique references organization (id),
    currency text not null,
    credit_minor bigint not null check (credit_minor > 0),
    tax_label text not null,
    tax_rate integer not null check (tax_rate between 0 and 10000),
    seller_name text not null,
    seller_address text not null,
    buyer_address text not null,
    payment_note text not null,
    orders bigint not null,
    invoices bigint not null,
    created_at $time not null,
    updated_at $time not null
);
create table terms (
    id $id primary key,
    organization_id $id not null references organization (id),
    version integer not null,
    text text not null,
    author_id $id not null references users (id),
    created_at $time not null,
    unique (organization_id, version)
);
create table credit_order (
    id $id primary key,
    organization_id $id not null references organization (id),
    number bigint not null,
    buyer_id $id not null references users (id),
    role text not null check (role in ('admin', 'manager', 'learner')),
    provider text not null check (provider in ('invoice', 'stripe')),
    state text not null check (state in ('open', 'paid', 'canceled', 'expired', 'failed', 'refunded', 'charged_back')),
    quantity bigint not null check (quantity between 1 and 100000),
    currency text not null,
    credit_minor bigint not null,
    net_minor bigint not null,
    tax_label text not null,
    tax_rate integer not null,
    tax_minor bigint not null,
    total_minor bigint not null,
    terms_id $id not null references terms (id),
    terms_accepted_at $time not null,
    session text,
    checkout_url text,
    payment_id $id,
    paid_at $time,
    taken_back bigint not null check (taken_back between 0 and quantity),
    created_at $time not null,
    updated_at $time not null,
    check (total_minor = net_minor + tax_minor and total_minor > 0),
    check ((payment_id is null) = (paid_at is null)),
    check ((payment_id is null) = (state in ('open', 'canceled', 'expired', 'failed'))),
    check (payment_id is not null or taken_back = 0),
    unique (organization_id, number)
);
create index credit_order_log on credit_order (organization_id, state, number);
create table order_event (
    id $id primary key,
    organization_id $id not null references organization (id),
    order_id $id not null references credit_order (id),
    line integer not null,
    kind text not null check (kind in ('placed', 'checkout_opened', 'pending', 'paid', 'paid_twice', 'mismatch',
        'failed', 'expired', 'canceled', 'refunded', 'disputed', 'dispute_won', 'dispute_lost')),
    actor_id $id references users (id),
    role text,
    money_minor bigint,
    credits bigint not null,
    reference text not null,
    created_at $time not null,
    unique (order_id, line)
);
create table invoice (
    id $id primary key,
    organization_id $id not null references organization (id),
    order_id $id not null unique references credit_order (id),
    number bigint not null,
    seller_name text not null,
    seller_address text not null,
    buyer_name text not null,
    buyer_address text not null,
    payment_note text not null,
    created_at $time not null,
    unique (organization_id, number)
);
create table payment (
    id $id primary key,
    organization_id $id references organization (id),
    provider text not null check (provider in ('invoice', 'stripe')),
    reference text not null,
    order_id $id references credit_order (id),
    created_at $time not null,
    updated_at $time not null,
    unique (provider, reference)
);
create table money_back (
    id $id primary key,
    organization_id $id references organization (id),
    payment_id $id not null references payment (id),
    kind text not null check (kind in ('refund', 'dispute')),
    reference text not null,
    money_minor bigint not null check (money_minor >= 0),
    state text not null check (state in ('taken', 'lost', 'returned')),
    created_at $time not null,
    updated_at $time not null,
    unique (payment_id, reference)
);
create table payment_event (
    id $id primary key,
    organization_id $id references organization (id),
    provider text not null check (provider in ('invoice', 'stripe')),
    event_id text not null,
    kind text not null,
    order_id $id references credit_order (id),
    body text not null,
    created_at $time not null,
    unique (provider, event_id)
);
";
