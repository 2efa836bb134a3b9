-- The last tick at which no node was heard at all: a cut between the servers and everybody is no
-- driver's silence.
alter table platform_clock add column unheard_tick bigint not null default 0;

-- What a driver was started with: its node may have another Spark since.
alter table assignment add column runtime_digest text;
alter table assignment add column java_major integer;

-- Tables that a program made go with its attempt, also when that has a result. Who ended before
-- this had none in storage. What could not be deleted comes after what nobody has tried.
alter table attempt add column sweep_tried_at timestamptz;
update attempt set swept_at = clock_timestamp() where state = 'COMMITTED';
drop index attempt_unswept;
create index attempt_unswept on attempt (sweep_tried_at nulls first, fence)
  where swept_at is null and state in ('FAILED', 'LOST', 'CANCELLED', 'COMMITTED');
