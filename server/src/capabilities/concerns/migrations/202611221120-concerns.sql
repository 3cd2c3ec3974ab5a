-- Concerns, corrections and tips as they were filed. Times are microseconds since 1970. What is true is folded from the events.
create table concerns_filing (
  id text primary key,
  kind text not null check (kind in ('concern', 'correction', 'tip')),
  organisation text,
  page text,
  title text not null,
  text text not null,
  language text not null,
  at bigint not null,
  -- SHA-256 of the receipt; nobody can come back with this row alone.
  receipt_hash text not null unique,
  -- Where news are mailed, as long as there are any; seen by nobody. And the language in which whoever filed it reads.
  mail text,
  speaks text not null,
  -- The commitment in the log, and what opens it.
  seal text not null,
  commitment text not null,
  salt {{bytes}} not null,
  payload {{bytes}} not null
);
create index concerns_filing_organisation on concerns_filing (organisation, at);

create table concerns_event (
  seq bigint primary key,
  concern text not null references concerns_filing (id),
  kind text not null,
  at bigint not null,
  -- A person of this hub; never shown, never logged.
  person text,
  fact text,
  body text not null
);
create index concerns_event_concern on concerns_event (concern, seq);

-- Values that a lot waits for: sealed when the panel is called, opened when it is drawn.
create table concerns_lot (
  concern text not null,
  fact text primary key,
  commitment text not null,
  salt {{bytes}} not null,
  value {{bytes}} not null,
  after bigint not null,
  drawn bigint not null check (drawn in (0, 1))
);

-- The ladder: what was stated about an organisation, oldest first.
create table concerns_rung (
  seq bigint primary key,
  organisation text not null,
  step text not null,
  at bigint not null,
  effective bigint not null,
  ground text,
  concern text,
  ballot text,
  words text,
  person text,
  fact text
);
create index concerns_rung_organisation on concerns_rung (organisation, seq);

-- Mails about what is due, each once.
create table concerns_reminder (
  what text primary key,
  at bigint not null
);
