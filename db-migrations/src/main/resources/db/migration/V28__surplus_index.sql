-- Each pass asks for these.
create index attempt_surplus on attempt (fence) where surplus_since_tick is not null;
