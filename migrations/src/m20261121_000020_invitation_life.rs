//! The rest of an invitation's life: when it is reminded of, who claims it, what came back, and who was told of
//! those that expired.
//!
//! Invitations that are pending already are looked at by the next round, which finds out what is due of them.

crate::dialect::step!(
    "
alter table invitation add column remind_at $time;
alter table invitation add column reminded_at $time;
alter table invitation add column reminders_off text check (reminders_off in ('sender', 'recipient'));
alter table invitation add column disowned_at $time;
alter table invitation add column asked_at $time;
alter table invitation add column digest_due boolean not null default false;
update invitation set remind_at = last_sent_at where state = 'pending';
create index invitation_remind on invitation (state, remind_at);
create index invitation_digest on invitation (digest_due, organization_id, sender_id);
create table claim (
    id $id primary key,
    organization_id $id not null references organization (id),
    invitation_id $id not null references invitation (id),
    user_id $id references users (id),
    invited text not null,
    name text not null,
    email text not null,
    email_key text not null,
    state text not null check (state in ('open', 'approved', 'declined')),
    decided_by $id references users (id),
    decided_at $time,
    created_at $time not null,
    updated_at $time not null
);
create unique index claim_open on claim (invitation_id, email_key) where state = 'open';
create index claim_invitation on claim (invitation_id, state);
create index claim_log on claim (organization_id, state, id);
create table bounce (
    id $id primary key,
    organization_id $id not null references organization (id),
    source text not null check (source in ('hook', 'hand')),
    event_id text,
    kind text not null check (kind in ('hard', 'soft')),
    letter_id $id references letter (id),
    email text not null,
    email_key text not null,
    reason text not null,
    undone_at $time,
    created_at $time not null,
    updated_at $time not null,
    unique (organization_id, event_id)
);
create index bounce_email on bounce (organization_id, email_key);
create index bounce_letter on bounce (letter_id);
create table digest (
    id $id primary key,
    organization_id $id not null references organization (id),
    user_id $id not null references users (id),
    day text not null,
    created_at $time not null,
    updated_at $time not null,
    unique (user_id, day)
);
"
);
