-- Which interpreter a node has for programs in Python; null of one whose service is older than this.
alter table node add column python jsonb;
-- An artifact may have been seen to be a Python file.
alter table artifact drop constraint artifact_kind_check;
alter table artifact add constraint artifact_kind_check check (kind in ('JAR', 'FILE', 'PYTHON'));
