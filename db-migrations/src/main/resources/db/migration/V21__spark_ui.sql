-- Where the current epoch of a node is asked for what its processes show, and by which secret. A node
-- that is older, or opens no port, has neither.
alter table node
  add column http_port   integer,
  add column http_secret text;

-- A browser that may read the Spark UI of one run: invited by a ticket in a link, which becomes a
-- session with its first use. It ends with the key that invited it.
create table ui_session (
  id           uuid primary key default uuidv7(),
  run_id       uuid        not null references run,
  api_key_id   uuid        not null references api_key on delete cascade,
  ticket_hash  bytea       unique,
  ticket_until timestamptz not null,
  session_hash bytea       unique,
  ends_at      timestamptz not null,
  check (num_nonnulls(ticket_hash, session_hash) = 1)
);
create index ui_session_ends on ui_session (ends_at);
