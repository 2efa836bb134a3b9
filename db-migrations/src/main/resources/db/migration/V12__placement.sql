-- On a driver: to which nodes executors of its attempt may go, and how they are spread; null: to any
-- node, spread. It stands beside what is held for them, since the allocation pass needs both.
alter table assignment add column executor_placement jsonb;

-- The code beside executors_waiting; null: WAITING_FOR_CAPACITY, as before there were others.
alter table attempt add column executors_waiting_code text;
