-- The pledge and its register. Times are microseconds since 1970. What is true is folded from the acts.
create table pledges_act (
  -- The number of the fact in the journal.
  seq bigint primary key,
  fact text not null unique,
  kind text not null,
  organisation text not null,
  at bigint not null,
  signed_at bigint not null,
  keyid text not null,
  -- SHA-256 of the envelope, and of the statement inside: the same statement enters once.
  payload text not null,
  statement text not null unique,
  says text not null
);
create index pledges_act_organisation on pledges_act (organisation, seq);
create index pledges_act_kind on pledges_act (kind, seq);

create table pledges_version (
  version text primary key,
  title text not null,
  major bigint not null check (major in (0, 1)),
  language text not null,
  drafted_at bigint not null,
  comment_from bigint,
  comment_until bigint
);

-- Every text there ever was. The highest revision of a language counts.
create table pledges_text (
  version text not null references pledges_version (version),
  language text not null,
  revision bigint not null,
  sha256 text not null,
  -- The text of record that it was translated from; null for a text of record.
  made_from text,
  machine bigint not null check (machine in (0, 1)),
  translator text,
  at bigint not null,
  text text not null,
  primary key (version, language, revision)
);
create index pledges_text_sha256 on pledges_text (sha256);

-- Acts of the secretariat that one person has handed in and a second has not yet confirmed.
create table pledges_proposal (
  id text primary key,
  kind text not null,
  person text not null,
  at bigint not null,
  statement text not null unique,
  says text not null,
  envelope text not null
);

create table pledges_ceremony (
  id text primary key,
  title text not null,
  version text not null,
  sha256 text not null,
  at bigint not null,
  state text not null check (state in ('open', 'held', 'cancelled')),
  opened_at bigint not null
);
create index pledges_ceremony_due on pledges_ceremony (state, at);

create table pledges_seat (
  ceremony text not null references pledges_ceremony (id),
  organisation text not null,
  -- Held until the moment, and gone after it.
  envelope text,
  prepared_at bigint,
  fact text,
  refused text,
  primary key (ceremony, organisation)
);
create index pledges_seat_organisation on pledges_seat (organisation);

-- Which reminder of which due date has been sent.
create table pledges_reminder (
  organisation text not null,
  due bigint not null,
  days bigint not null,
  primary key (organisation, due, days)
);
