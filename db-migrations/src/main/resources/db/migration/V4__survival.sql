-- How runs are ended before they are done, and how what ended attempts leave behind goes away.

-- A run that was ordered to end keeps its state until its processes are known to be gone; then it
-- becomes what stands here. It does so without that knowledge when the tick is due.
alter table run
  add column ending_state    text check (ending_state in ('CANCELLED', 'TIMED_OUT')),
  add column ending_code     text,
  add column ending_message  text,
  add column ending_due_tick bigint,
  add check (num_nonnulls(ending_state, ending_code, ending_message, ending_due_tick) in (0, 4));
create index run_ending on run (id)
  where ending_state is not null and state in ('STARTING', 'RUNNING', 'COMMITTING');

-- When the node of an ended process had nothing of it left: no process, no directory.
alter table assignment add column cleared_at timestamptz;
update assignment set cleared_at = exited_at where state in ('EXITED', 'LOST');
create index assignment_uncleared on assignment (node_id) where cleared_at is null;

-- When the files of an attempt that has ended without a result were deleted from storage.
alter table attempt add column swept_at timestamptz;
create index attempt_unswept on attempt (fence)
  where swept_at is null and state in ('FAILED', 'LOST', 'CANCELLED');
