-- Whether an artifact's bytes were seen to be a jar, or may be anything.
alter table artifact add column kind text not null default 'JAR' check (kind in ('JAR', 'FILE'));
