-- Since when an attempt lacks executors of a resource profile that no node could hold, not even an idle one.
alter table attempt add column misfit_since_tick bigint;
create index attempt_misfit on attempt (fence) where misfit_since_tick is not null;
