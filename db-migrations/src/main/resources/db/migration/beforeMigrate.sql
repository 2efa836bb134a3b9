-- Ids are UUIDs of version 7 (RFC 9562), made by the database. PostgreSQL 18 brings uuidv7(); on 15
-- to 17 it is made here before the first table asks for it. When such a server is upgraded later, its
-- tables keep this function.
do $$
begin
  if current_setting('server_version_num')::integer >= 180000 then
    return;
  end if;
  -- servers that start together must not both make it
  perform pg_advisory_xact_lock(hashtext('stoker uuidv7'));
  if to_regprocedure('uuidv7()') is not null then
    return;
  end if;
  create function uuidv7() returns uuid language plpgsql volatile as $function$
  declare
    -- Microseconds since 1970. A session's ids grow, as those of PostgreSQL 18 do: within one
    -- microsecond, and when the clock is set back, by counting on from the last.
    micros bigint := greatest(
      (extract(epoch from clock_timestamp()) * 1000000)::bigint,
      coalesce(nullif(current_setting('stoker.last_uuidv7', true), '')::bigint + 1, 0));
  begin
    perform set_config('stoker.last_uuidv7', micros::text, false);
    return (
      -- 48 bits: milliseconds
      lpad(to_hex(micros / 1000), 12, '0')
      -- the version, and the part of a millisecond in 12 bits
      || to_hex(x'7000'::integer + micros % 1000 * 4096 / 1000)
      -- the variant and 62 random bits are those of a version 4
      || substr(replace(gen_random_uuid()::text, '-', ''), 17)
    )::uuid;
  end
  $function$;
end
$$;
