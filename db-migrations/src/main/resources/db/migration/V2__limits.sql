-- Bounds: on waiting for a cluster that is too small, on the time and the number of a job's runs,
-- and on what the allocation pass reads.

-- The tick at which a waiting run was first seen not to fit on any node that has joined.
alter table run add column misfit_since_tick bigint;

-- How long a run may take, and the tick of its first attempt, from which that counts; in ticks, so
-- that downtime of the platform is not held against it.
alter table run
  add column timeout_ticks bigint check (timeout_ticks > 0),
  add column started_tick  bigint;
create index run_timed on run (id)
  where timeout_ticks is not null and started_tick is not null
    and state in ('STARTING', 'RUNNING', 'COMMITTING', 'RETRY_WAIT');

-- How many runs of a job may go on at once, and what happens to one more.
alter table job
  add column concurrency_policy text not null default 'ALLOW'
             check (concurrency_policy in ('ALLOW', 'QUEUE', 'SKIP')),
  add column concurrency_max    integer check (concurrency_max > 0),
  add check ((concurrency_policy = 'ALLOW') = (concurrency_max is null));
create index run_open_by_job on run (job_id)
  where state in ('QUEUED', 'STARTING', 'RUNNING', 'COMMITTING', 'RETRY_WAIT');

-- A pass comes every second: it must find what is open, and what has ended badly, without reading
-- all that has ever ended.
create index assignment_open_driver on assignment (fence)
  where kind = 'DRIVER' and state in ('WANTED', 'STARTING', 'RUNNING', 'STOPPING');
create index assignment_bad_exit on assignment (fence)
  where kind = 'EXECUTOR' and state = 'EXITED' and stop_reason is null
    and (exit_cause in ('START_FAILED', 'UNKNOWN') or exit_code <> 0);
