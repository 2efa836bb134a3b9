-- The tick at which a driver was heard again that had been silent: who was cut off with it has a while
-- to be heard too, before anybody takes the place of its executors.
alter table attempt add column heard_again_tick bigint;

-- Since when no server could look whether its result is in the storage.
alter table attempt add column unchecked_since_tick bigint;
