-- The Spark of an attempt's driver, for people, when it is one in which nothing of the platform runs.
alter table attempt add column other_spark text;
