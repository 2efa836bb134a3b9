-- What drivers and executors use of the memory that they were given, and the most that they ever did.

-- Nodes write here without the locks on run and attempt that go before one on an assignment. A foreign
-- key would take that one by itself; assignments are never deleted.
create table memory_use (
  assignment_id uuid primary key,
  -- bytes and milliseconds by the name of the figure, as last reported
  latest        jsonb       not null,
  -- the highest that was ever reported of each
  peak          jsonb       not null,
  latest_at     timestamptz not null default clock_timestamp()
);

-- The greater of each figure: what comes late, or twice, never lowers a peak.
create function greatest_figures(one jsonb, other jsonb) returns jsonb language sql immutable as $$
  select coalesce(jsonb_object_agg(key, value), '{}')
  from (select key, max(value::bigint) as value
        from (select * from jsonb_each_text(one) union all select * from jsonb_each_text(other)) each
        group by key) highest
$$;

-- Cached data of an attempt, and the number of the report that told of it.
alter table attempt
  add column cached        jsonb,
  add column memory_number bigint not null default 0;
