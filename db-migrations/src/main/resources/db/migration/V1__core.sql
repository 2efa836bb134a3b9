-- Correctness lives in these rows: every decision is one guarded statement or one short transaction.

-- Leases are counted in ticks of platform uptime: any live server adds at most one a second, so
-- downtime of the platform and skewed clocks cost nobody a lease.
create table platform_clock (
  id        boolean primary key default true check (id),
  ticks     bigint      not null default 0,
  ticked_at timestamptz not null default clock_timestamp()
);
insert into platform_clock default values;

-- One allocation pass at a time: it locks this row.
create table allocation_lock (
  id boolean primary key default true check (id)
);
insert into allocation_lock default values;

create table api_key (
  id         uuid primary key default uuidv7(),
  name       text        not null unique,
  role       text        not null check (role in ('ADMIN')),
  hash       bytea       not null unique,
  created_at timestamptz not null default clock_timestamp()
);

-- ── jobs ────────────────────────────────────────────────────────────────────────────────────────

create table job (
  id         uuid primary key default uuidv7(),
  name       text        not null check (name ~ '^[a-z0-9-]{1,63}$'),
  revision   integer     not null check (revision >= 1),
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz
);
create unique index job_name_unique on job (name) where deleted_at is null;

create table job_revision (
  job_id     uuid        not null references job,
  number     integer     not null check (number >= 1),
  spec       jsonb       not null,
  created_at timestamptz not null default clock_timestamp(),
  created_by text        not null,
  primary key (job_id, number)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is immutable', tg_table_name;
end $$;
create trigger job_revision_immutable before update or delete on job_revision
  for each row execute function refuse_change();

-- ── cluster ─────────────────────────────────────────────────────────────────────────────────────

create table node (
  id              uuid primary key default uuidv7(),
  name            text        not null check (name ~ '^[a-z0-9.-]{1,63}$'),
  host            text        not null,
  state           text        not null
                  check (state in ('READY', 'DRAINING', 'DRAINED', 'UNREACHABLE', 'REMOVED')),
  cores_milli     bigint      not null check (cores_milli > 0),
  memory_bytes    bigint      not null check (memory_bytes > 0),
  labels          jsonb       not null default '{}',
  boot_id         text        not null,
  epoch           bigint      not null default 0,
  report_number   bigint      not null default 0,
  credential_hash bytea       not null unique,
  java_major      integer     not null,
  spark_version   text        not null,
  runtime_digest  text        not null,
  storage_shared  boolean     not null default false,
  -- grows with each change of the assignments it should run; wakes its long poll
  desired_version bigint      not null default 0,
  last_seen_tick  bigint      not null default 0,
  last_report_at  timestamptz,
  joined_at       timestamptz not null default clock_timestamp(),
  removed_at      timestamptz
);
create unique index node_name_unique on node (name) where state <> 'REMOVED';

create table join_token (
  id          uuid primary key default uuidv7(),
  hash        bytea       not null unique,
  kind        text        not null check (kind in ('SINGLE_USE', 'BOOTSTRAP')),
  expires_at  timestamptz not null,
  consumed_at timestamptz,
  consumed_by uuid references node,
  created_at  timestamptz not null default clock_timestamp()
);

-- ── runs ────────────────────────────────────────────────────────────────────────────────────────

create table run (
  id              uuid primary key default uuidv7(),
  job_id          uuid        not null,
  job_name        text        not null,
  revision        integer     not null,
  state           text        not null
                  check (state in ('QUEUED', 'STARTING', 'RUNNING', 'COMMITTING', 'RETRY_WAIT', 'SUCCEEDED',
                                   'FAILED', 'CANCELLED', 'TIMED_OUT', 'SKIPPED')),
  reason_code     text,
  reason_message  text,
  parameters      jsonb       not null,
  spark_conf      jsonb       not null,
  attempts        integer     not null default 0,
  max_attempts    integer     not null check (max_attempts >= 1),
  next_attempt_at timestamptz,
  -- number of the last event: incremented under the run's row lock, so events have no gap
  last_event      integer     not null default 0,
  created_by      text        not null,
  created_at      timestamptz not null default clock_timestamp(),
  started_at      timestamptz,
  finished_at     timestamptz,
  foreign key (job_id, revision) references job_revision (job_id, number)
);
create index run_by_job on run (job_id, id desc);
create index run_open on run (id)
  where state in ('QUEUED', 'STARTING', 'RUNNING', 'COMMITTING', 'RETRY_WAIT');

create table event (
  run_id         uuid        not null references run,
  number         integer     not null check (number >= 1),
  at             timestamptz not null default clock_timestamp(),
  type           text        not null,
  state          text        not null,
  reason_code    text,
  reason_message text,
  data           jsonb       not null default '{}',
  primary key (run_id, number)
);

create table idempotency_key (
  scope      text        not null,
  key        text        not null,
  body_hash  bytea       not null,
  run_id     uuid references run,
  job_id     uuid references job,
  created_at timestamptz not null default clock_timestamp(),
  primary key (scope, key),
  check (num_nonnulls(run_id, job_id) = 1)
);

-- One sequence for all fences: unique and growing over every attempt there ever was.
create sequence fence;

create table attempt (
  fence             bigint primary key default nextval('fence'),
  run_id            uuid        not null references run,
  step              text        not null default 'main',
  number            integer     not null check (number >= 1),
  state             text        not null
                    check (state in ('ASSIGNED', 'STARTING', 'RUNNING', 'COMMITTING', 'COMMITTED', 'FAILED',
                                     'LOST', 'CANCELLED')),
  reason_code       text,
  reason_message    text,
  node_id           uuid        not null references node,
  token_hash        bytea       not null unique,
  -- Spark's RPC secret and the driver's own token: needed on the nodes while the attempt lives,
  -- cleared when it ends
  auth_secret       text,
  token             text,
  output_directory  text        not null,
  driver_url        text,
  ui_url            text,
  demand            jsonb,
  demand_version    bigint      not null default 0,
  executors_version bigint      not null default 0,
  next_executor_id  integer     not null default 1,
  -- why executors that it wants are not placed; null when all are
  executors_waiting text,
  progress          jsonb,
  progress_number   bigint      not null default 0,
  -- the lease: renewed by the driver's own signs of life
  last_seen_tick    bigint      not null,
  created_at        timestamptz not null default clock_timestamp(),
  driver_started_at timestamptz,
  ready_at          timestamptz,
  first_executor_at timestamptz,
  committing_at     timestamptz,
  finished_at       timestamptz,
  unique (run_id, step, number)
);
-- at most one attempt of a step is unfenced
create unique index attempt_live on attempt (run_id, step)
  where state in ('ASSIGNED', 'STARTING', 'RUNNING', 'COMMITTING');

create table result (
  run_id       uuid        not null references run,
  step         text        not null,
  fence        bigint      not null unique references attempt,
  manifest     jsonb       not null,
  committed_at timestamptz not null default clock_timestamp(),
  primary key (run_id, step)
);

-- A process that a node should run. It owns its cores and memory from the moment of its insertion
-- until it is EXITED or LOST.
create table assignment (
  id            uuid primary key default uuidv7(),
  node_id       uuid        not null references node,
  fence         bigint      not null references attempt,
  kind          text        not null check (kind in ('DRIVER', 'EXECUTOR')),
  executor_id   integer,
  profile_id    integer,
  cores_milli   bigint      not null check (cores_milli > 0),
  memory_bytes  bigint      not null check (memory_bytes > 0),
  heap_bytes    bigint      not null check (heap_bytes > 0),
  state         text        not null
                check (state in ('WANTED', 'STARTING', 'RUNNING', 'STOPPING', 'EXITED', 'LOST')),
  desired       text        not null default 'RUN' check (desired in ('RUN', 'STOP')),
  stop_reason   text,
  -- the tick at which an ending process is ordered to stop, if it has not ended by itself
  stop_due_tick bigint,
  -- when it was first sent to its node; null: the node cannot know of it
  offered_tick  bigint,
  -- on a driver: what one executor of it will take, and how many it will ask for; held for it
  -- until it asks
  held_cores_milli  bigint  not null default 0,
  held_memory_bytes bigint  not null default 0,
  held_executors    integer not null default 0,
  pid           bigint,
  exit_code     integer,
  exit_cause    text,
  exit_message  text,
  -- task counts of an executor, from the driver's reports
  tasks         jsonb,
  created_at    timestamptz not null default clock_timestamp(),
  started_at    timestamptz,
  registered_at timestamptz,
  exited_at     timestamptz,
  check ((kind = 'EXECUTOR') = (executor_id is not null)),
  unique (fence, executor_id)
);
create unique index assignment_driver on assignment (fence) where kind = 'DRIVER';
create index assignment_open on assignment (node_id)
  where state in ('WANTED', 'STARTING', 'RUNNING', 'STOPPING');
