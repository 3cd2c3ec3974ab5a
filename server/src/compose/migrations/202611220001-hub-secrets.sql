-- keys the hub makes for itself
create table hub_secrets (
  name text primary key,
  value {{bytes}} not null
);
