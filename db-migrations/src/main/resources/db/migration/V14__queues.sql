-- Named shares of the cluster.
create table queue (
  name             text primary key check (name ~ '^[a-z0-9-]{1,63}$'),
  -- the order of lists
  entry            uuid        not null unique default uuidv7(),
  revision         integer     not null default 1 check (revision >= 1),
  -- thousandths of a percent; those of all queues together are at most 100 %
  share_milli      integer     not null check (share_milli between 0 and 100000),
  max_cores_milli  bigint      check (max_cores_milli > 0),
  max_memory_bytes bigint      check (max_memory_bytes > 0),
  priority         integer     not null,
  max_running      integer     check (max_running >= 0),
  max_waiting      integer     check (max_waiting >= 0),
  created_at       timestamptz not null default clock_timestamp(),
  updated_at       timestamptz not null default clock_timestamp()
);
insert into queue (name, share_milli, priority) values ('default', 0, 0);

-- The tick since which a queue has a run that the nodes could hold and whose turn does not come. It
-- stands apart from the queue's row, which submissions lock, and only allocation passes write here.
create table queue_wait (
  queue      text primary key,
  since_tick bigint not null
);

-- The queue that a job's current revision names; null once it is deleted, so that it holds none.
alter table job add column queue text default 'default' references queue;
update job set queue = null where deleted_at is not null;
create index job_by_queue on job (queue) where deleted_at is null;

-- The queue that a run was submitted to, for ever: the queue itself may be deleted when it is over.
alter table run add column queue text not null default 'default';
create index run_open_by_queue on run (queue, id)
  where state in ('QUEUED', 'STARTING', 'RUNNING', 'COMMITTING', 'RETRY_WAIT');
create index run_started_by_queue on run (queue)
  where state in ('STARTING', 'RUNNING', 'COMMITTING', 'RETRY_WAIT');
