-- Acts whose payload was taken out of the log: what was copied from it here is gone, too.
alter table pledges_act add column forgotten bigint;
create index pledges_act_forgotten on pledges_act (forgotten) where forgotten = 1;
