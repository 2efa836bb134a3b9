-- Executors of queues above their shares are let go for queues below theirs.

-- Whether runs of the queue may also take executors that are at work.
alter table queue add column preemption boolean not null default false;

alter table assignment
  -- on an executor: since when its driver has counted no task there and none done
  add column idle_since_tick bigint,
  -- it is let go for another queue: its node stays, and with it what the executor wrote there
  add column node_stays boolean not null default false;

-- Lists of the runs of a queue, ended ones included.
create index run_by_queue on run (queue, id desc);
