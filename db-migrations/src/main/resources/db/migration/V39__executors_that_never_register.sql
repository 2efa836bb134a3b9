-- Since when an executor runs and its driver, which is heard, does not know it.
alter table assignment add column unregistered_since_tick bigint;
create index assignment_unregistered on assignment (id) where unregistered_since_tick is not null;

-- Whether it was ended for that: something is wrong between its node and that of the driver.
alter table assignment add column never_registered boolean not null default false;

drop index assignment_nodes_fault;
create index assignment_nodes_fault on assignment (node_id, exited_at)
  where exit_cause in ('START_FAILED', 'MACHINE_MEMORY') or never_registered;
