-- Runs for which executors of others are let go: until one has its room, its turn comes before
-- theirs. Only allocation passes write here; what is stale goes with the next one.
create table room_given (
  run_id uuid primary key
);
