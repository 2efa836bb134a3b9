-- Spark's history server is a process on a node that belongs to no attempt. It takes memory there and
-- no core of its own.
alter table assignment alter column fence drop not null;
alter table assignment drop constraint assignment_kind_check;
alter table assignment drop constraint assignment_cores_milli_check;
alter table assignment
  add constraint assignment_kind_check check (kind in ('DRIVER', 'EXECUTOR', 'HISTORY_SERVER')),
  add constraint assignment_cores_milli_check
    check (cores_milli > 0 or (kind = 'HISTORY_SERVER' and cores_milli = 0)),
  add constraint assignment_attempt_check check ((kind = 'HISTORY_SERVER') = (fence is null));

-- At most one is wanted, however many servers ask for it; one that is to stop may still be ending.
create unique index assignment_history_server on assignment (kind)
  where kind = 'HISTORY_SERVER' and desired = 'RUN'
    and state in ('WANTED', 'STARTING', 'RUNNING', 'STOPPING');
create index assignment_history_server_ends on assignment (exited_at) where kind = 'HISTORY_SERVER';

-- Who asks for a page writes down that it is wanted; the rest follows from that.
create table history_server (
  id         boolean primary key default true check (id),
  -- when somebody asked last; null: nobody ever did
  asked_tick bigint,
  -- why it has no place; null while it has one, or nobody has looked for one yet
  waiting    text
);
insert into history_server default values;

-- Whether its service can start a history server and read what that shows.
alter table node add column shows_history boolean not null default false;
