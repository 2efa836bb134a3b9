-- Whether the driver is told to let a decommissioned executor go. It is told once the one that takes
-- its place is there: an executor that finds nobody to hand its blocks on to throws them away.
alter table assignment
  add column decommission_tick bigint,
  add column decommission_told boolean not null default false;

update assignment set decommission_told = true where decommission_reason is not null;
