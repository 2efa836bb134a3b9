-- Uploaded programs. The bytes lie in storage; a row is what makes them exist.
create table artifact (
  -- SHA-256 of the bytes, in hexadecimal
  id         text primary key check (id ~ '^[0-9a-f]{64}$'),
  -- the order of lists
  entry      uuid        not null unique default uuidv7(),
  name       text        not null,
  bytes      bigint      not null check (bytes > 0),
  main_class text,
  -- name of the file in storage: its own for each upload, so that deleting one never touches another
  file       text        not null unique,
  created_at timestamptz not null default clock_timestamp(),
  created_by text        not null
);

-- Files that no artifact has: being uploaded, or to be deleted. Whoever dies leaves its row here.
create table loose_file (
  file       text primary key,
  since_tick bigint  not null,
  -- to be deleted: no upload can make an artifact of it any more
  doomed     boolean not null
);

-- Which revisions refer to an artifact: it stays as long as they do.
create table artifact_use (
  job_id      uuid    not null,
  revision    integer not null,
  artifact_id text    not null references artifact,
  primary key (job_id, revision, artifact_id),
  foreign key (job_id, revision) references job_revision (job_id, number)
);
create index artifact_use_by_artifact on artifact_use (artifact_id);
