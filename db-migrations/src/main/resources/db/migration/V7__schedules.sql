-- What is due is told from these rows alone: whoever wakes a schedule up locks its row, decides over
-- every nominal time up to now, and moves the mark in the same transaction.
create table schedule (
  id            uuid primary key default uuidv7(),
  job_id        uuid        not null references job,
  name          text        check (name ~ '^[a-z0-9-]{1,63}$'),
  -- grows with each change that its users make
  revision      integer     not null default 1 check (revision >= 1),
  cron          text        not null,
  zone          text        not null,
  start_at      timestamptz,
  end_at        timestamptz check (end_at > start_at),
  parameters    jsonb       not null,
  catch_up      text        not null check (catch_up in ('NONE', 'LAST', 'ALL')),
  catch_up_max  integer     not null check (catch_up_max between 0 and 100),
  overlap       text        not null check (overlap in ('ALLOW', 'SKIP', 'QUEUE')),
  paused        boolean     not null default false,
  -- the mark: every nominal time up to here has its row in fire
  decided_until timestamptz not null,
  -- the first nominal time after the mark; null when there is none
  next_fire_at  timestamptz,
  created_by    text        not null,
  created_at    timestamptz not null default clock_timestamp(),
  updated_at    timestamptz not null default clock_timestamp(),
  deleted_at    timestamptz
);
create unique index schedule_name_unique on schedule (job_id, name) where deleted_at is null;
create index schedule_due on schedule (next_fire_at) where deleted_at is null;

alter table run
  add column schedule_id uuid references schedule,
  add column nominal_at  timestamptz,
  -- waits until the earlier runs of its schedule are over
  add column in_order    boolean not null default false,
  add constraint run_of_schedule check ((schedule_id is null) = (nominal_at is null));
-- a nominal time makes one run
create unique index run_by_schedule on run (schedule_id, nominal_at) where schedule_id is not null;

-- What became of nominal times: a run each, or a range of them that was skipped for one reason.
create table fire (
  schedule_id    uuid        not null references schedule,
  nominal_at     timestamptz not null,
  last_at        timestamptz not null check (last_at >= nominal_at),
  times          bigint      not null check (times >= 1),
  run_id         uuid        unique references run,
  -- why it was skipped; beside a run, what is special about its time
  reason_code    text,
  reason_message text,
  decided_at     timestamptz not null default clock_timestamp(),
  primary key (schedule_id, nominal_at),
  check (run_id is not null or reason_code is not null),
  check (run_id is null or (times = 1 and last_at = nominal_at))
);

alter table idempotency_key add column schedule_id uuid references schedule;
alter table idempotency_key drop constraint idempotency_key_check;
alter table idempotency_key add constraint idempotency_key_subject
  check (num_nonnulls(run_id, job_id, schedule_id) = 1);
