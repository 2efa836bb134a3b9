-- When somebody last read the log of a process that still writes it: its node then sends it soon.
alter table assignment add column followed_tick bigint;
