-- Since when an attempt has had more executors than it asks for, as when a node that was silent has
-- been heard again and its executors stand beside those that replaced them.
alter table attempt add column surplus_since_tick bigint;
