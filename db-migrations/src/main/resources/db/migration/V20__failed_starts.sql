-- Which nodes could not start what they got lately: each allocation pass asks.
create index assignment_start_failed on assignment (node_id, exited_at)
  where exit_cause = 'START_FAILED';

-- Since when an attempt has no executor and finds no room for one, though others could make room.
alter table attempt add column stuck_since_tick bigint;
create index attempt_stuck on attempt (fence) where stuck_since_tick is not null;

-- Whether a run came before everybody since its queue had waited long: a queue has one such at a time.
alter table run add column aged boolean not null default false;
