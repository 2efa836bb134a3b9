-- What a node does about processes that hold more memory than they own; one that has not registered
-- since this is here does nothing.
alter table node add column memory_enforcement text not null default 'NONE';
