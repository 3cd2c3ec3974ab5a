-- Checks of domains and what they found. Times are microseconds since 1970. Who asked is not kept.
create table baselines_check (
  id text primary key,
  domain text not null,
  state text not null check (state in ('waiting', 'running', 'done', 'opted-out', 'failed')),
  asked_at bigint not null,
  ended_at bigint,
  -- Which hub runs it, and until when it is believed to.
  holder text,
  lease_until bigint,
  answered bigint not null default 0,
  questions bigint not null default 0,
  -- 1: a sample alliance's own servers.
  sample bigint not null check (sample in (0, 1)),
  -- The report as JSON; while it runs, what can be said so far.
  report text,
  -- What it was judged from, as JSON; only of the newest reports.
  observations text
);
create index baselines_check_domain on baselines_check (domain, asked_at);
create index baselines_check_state on baselines_check (state, asked_at);
