//! Low balances and who bought for whom. An account knows the level at which its people are told (`threshold`: `off`,
//! a number, or a percentage of `basis`) and how it stood when they were last told, so that the statement that moves
//! credits sees a crossing by itself. An order knows the course a manager bought for, and where its credits landed.

crate::dialect::step!(
    "
alter table settings add column low_pool text not null default '10%';
alter table settings add column low_course text not null default 'off';
alter table settings add column low_managers text not null default '10%';
create table course_threshold (
    id $id primary key,
    organization_id $id not null references organization (id),
    course_id $id not null unique references course (id),
    course text,
    managers text,
    created_at $time not null,
    updated_at $time not null
);
alter table account add column threshold text not null default 'off';
alter table account add column basis bigint not null default 0;
alter table account add column standing text not null default 'fine' check (standing in ('fine', 'low', 'empty'));
update account set basis = balance - reserved where balance > reserved;
update account set threshold = '10%',
    standing = case when balance <= reserved then 'empty' when (balance - reserved) * 10 <= basis then 'low' else 'fine' end
    where kind in ('pool', 'manager');
alter table subscription add column warned boolean not null default false;
alter table credit_order add column course_id $id references course (id);
alter table credit_order add column landed text check (landed in ('pool', 'course', 'manager'));
create index credit_order_own on credit_order (buyer_id, course_id, number) where course_id is not null;
"
);
