-- A run with a barrier stage, whose tasks start together or not at all, needs executors though they
-- have no task.

alter table attempt
  -- since when its driver has had such a stage; null while it has none
  add column barrier_since_tick bigint,
  -- whether any executor of it has ever had a task: Spark begins when most of them have come
  add column had_task boolean not null default false;
