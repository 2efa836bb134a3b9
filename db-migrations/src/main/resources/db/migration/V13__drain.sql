-- The order to empty a node. It stands beside the state, so that a node that falls silent and comes
-- back goes on with it; drain_started_at says whether there is one.
alter table node
  add column drain_started_at    timestamptz,
  add column drain_reason        text,
  -- what becomes of drivers: WAIT until they are done, MOVE those that may have another attempt
  add column drain_drivers       text check (drain_drivers in ('WAIT', 'MOVE')),
  -- when what is left is ended; null: never
  add column drain_deadline_tick bigint,
  -- the node has asked for it itself, until its service starts again
  add column drain_until_start   boolean not null default false,
  add check ((drain_started_at is null) = (drain_drivers is null));

-- Why an executor's driver is to let it go: it gets no more tasks, hands its blocks on and ends.
-- Another one takes its place at once, so from then on it does not count.
alter table assignment add column decommission_reason text;
