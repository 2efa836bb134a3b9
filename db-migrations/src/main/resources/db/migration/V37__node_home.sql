-- By which a node's home is told from a copy of it on the same machine: what the node said with its
-- last registration. Null of a node that does not say it yet.
alter table node add column home_id text;

-- Who else is at an address, asked whenever a node comes to it.
create index node_host on node (lower(host)) where state <> 'REMOVED';
