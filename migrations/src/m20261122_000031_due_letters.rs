//! Who was told that what they completed has to be taken again: each registration once, and in the next morning's digest
//! whoever watched them then.

crate::dialect::step!(
    "
create table due_letter (
    id $id primary key,
    organization_id $id not null references organization (id),
    registration_id $id not null unique references registration (id),
    manager_id $id references users (id),
    digest_due boolean not null,
    created_at $time not null,
    updated_at $time not null
);
create index due_letter_digest on due_letter (digest_due, organization_id, manager_id);
"
);
