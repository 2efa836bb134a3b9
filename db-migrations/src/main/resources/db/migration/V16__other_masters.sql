-- Executors of a run whose job has another master than Stoker, as its driver tells of them. None of
-- them is a process of a node, so none is an assignment.
alter table attempt add column foreign_executors jsonb;
