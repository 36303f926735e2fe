//! Courses, their versions and the managers registered on them.

crate::dialect::step!(
    "
create table course (
    id $id primary key,
    organization_id $id not null references organization (id),
    title text not null,
    description text not null,
    state text not null check (state in ('draft', 'published', 'archived')),
    standard text not null check (standard in ('scorm12', 'scorm2004', 'web')),
    version_id $id,
    created_at $time not null,
    updated_at $time not null
);
create index course_title on course (organization_id, state, title, id);
create table course_version (
    id $id primary key,
    organization_id $id not null references organization (id),
    course_id $id not null references course (id),
    number integer not null,
    standard text not null check (standard in ('scorm12', 'scorm2004', 'web')),
    package text not null,
    files integer not null,
    bytes bigint not null,
    created_at $time not null,
    unique (course_id, number)
);
create table course_manager (
    id $id primary key,
    organization_id $id not null references organization (id),
    course_id $id not null references course (id),
    user_id $id not null references users (id),
    state text not null check (state in ('active', 'removed')),
    created_at $time not null,
    updated_at $time not null,
    unique (course_id, user_id)
);
create index course_manager_user on course_manager (user_id, state);
"
);
