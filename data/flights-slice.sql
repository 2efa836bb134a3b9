-- Makes flights-slice.parquet from the full file: every row whose content hashes into the sample, in
-- the order of the full file's columns, in four files so that more than one task reads it.
-- The view flights is flights-3m.parquet.
select /*+ repartition_by_range(4, date) */ date, delay, distance, origin, destination
from flights
where pmod(xxhash64(date, delay, distance, origin, destination), 1000) < 175
sort by date, origin, destination, delay, distance
