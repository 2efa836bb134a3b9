-- Each allocation pass asks which nodes lately could not start what they got, or were so short of
-- memory that the kernel ended it.
drop index assignment_start_failed;
create index assignment_nodes_fault on assignment (node_id, exited_at)
  where exit_cause in ('START_FAILED', 'MACHINE_MEMORY');
