-- Why the last one was ended though somebody may still want it; null once there is another.
alter table history_server add column gave_way text;

-- Times in a row that a server has asked the node's service for a page and found nobody there, the
-- last of them, and where that was. Null and 0 since one was answered.
alter table history_server
  add column unreached      int    not null default 0,
  add column unreached_tick bigint,
  add column unreached_at   text;

-- When that was too often, so that another node is chosen for a while.
alter table node add column history_unreached_tick bigint;

-- A pass asks where executors of an open attempt never came to its driver.
create index assignment_never_registered on assignment (fence) where never_registered;
