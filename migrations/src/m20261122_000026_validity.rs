//! How long a completion of a course is valid, so that its recertifications can be foreseen; and which pending
//! invitations hold credits of an account.

crate::dialect::step!(
    "
alter table course add column validity_months integer check (validity_months between 1 and 120);
create index registration_completed on registration (course_id, completed_at) where completed_at is not null;
create index invitation_source on invitation (source_id) where state = 'pending';
"
);
