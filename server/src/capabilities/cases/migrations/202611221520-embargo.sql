-- What opens the commitments of an embargo's acts in the log, sealed by the vault; for the file that proves them.
create table cases_embargo_fact (
  fact text primary key,
  case_id text not null references cases_case (id),
  seq bigint not null,
  sealed {{bytes}} not null
);
create index cases_embargo_fact_case on cases_embargo_fact (case_id, seq);

-- When something of a case is due next: an end, a decision, a clock. A moment and nothing else.
create table cases_due (
  case_id text primary key references cases_case (id),
  at bigint not null
);
create index cases_due_at on cases_due (at);

-- How many days of silence an organisation agrees to unless it says otherwise.
create table cases_default (
  organisation text primary key,
  days bigint not null,
  zone text not null
);

-- Calendar feeds: SHA-256 of the secret in the address.
create table cases_calendar (
  person text primary key,
  organisation text not null,
  link_hash text not null unique,
  at bigint not null
);

-- Mails about what is due, each once.
create table cases_reminder (
  what text primary key,
  at bigint not null
);
