-- Which directory has the results and logs that this database knows of: it holds a file with this
-- id. A server that is pointed at another one by mistake would scatter them.
create table storage_identity (
  only_row boolean primary key default true check (only_row),
  id       uuid not null
);
