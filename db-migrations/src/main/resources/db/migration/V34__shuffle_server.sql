-- How a node's shuffle server stands, as its last report said; null of one whose service does not say.
alter table node add column shuffle_server jsonb;
