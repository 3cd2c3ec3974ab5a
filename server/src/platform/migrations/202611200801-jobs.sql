-- Work to be done later. A job is waiting, running (until its lease ends), or dead; one that is done is gone.
create table jobs (
  id text primary key,
  kind text not null,
  payload text not null,
  state text not null check (state in ('waiting', 'running', 'dead')),
  dedupe text unique,
  attempts bigint not null,
  run_at bigint not null,
  lease_until bigint,
  lease_holder text,
  last_error text,
  created_at bigint not null,
  changed_at bigint not null
);
create index jobs_due on jobs (state, run_at);

-- What runs again and again: when it is next due, known once for all hubs.
create table jobs_every (
  name text primary key,
  next_at bigint not null
);

-- How many jobs of a kind have ended, for the operator's page.
create table jobs_ended (
  kind text primary key,
  done bigint not null,
  failed bigint not null,
  dead bigint not null
);
