//! Requests of managers for credits, and their decisions.

crate::dialect::step!(
    "
create table credit_request (
    id $id primary key,
    organization_id $id not null references organization (id),
    course_id $id not null references course (id),
    manager_id $id not null references users (id),
    amount bigint not null check (amount > 0),
    note text not null,
    state text not null check (state in ('open', 'approved', 'partly', 'declined', 'withdrawn')),
    assigned bigint check (assigned > 0 and assigned <= amount),
    answer text not null,
    decided_by $id references users (id),
    decided_at $time,
    created_at $time not null,
    updated_at $time not null,
    check ((state in ('approved', 'partly')) = (assigned is not null)),
    check ((state = 'open') = (decided_at is null))
);
create unique index credit_request_open on credit_request (course_id, manager_id) where state = 'open';
create index credit_request_list on credit_request (organization_id, state, id);
create index credit_request_mine on credit_request (manager_id, course_id, id);
"
);
