-- Commitments, attestations, statements, evidence of stages, assurance. Times are microseconds since 1970. What is true is folded from the acts.
create table commitments_act (
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
  says text not null,
  -- 1 where the payload was taken out of the log: what was copied from it here is gone, too.
  forgotten bigint not null default 0 check (forgotten in (0, 1))
);
create index commitments_act_forgotten on commitments_act (forgotten) where forgotten = 1;

-- The attestation that an organisation draws up, seen by nobody else. Gone once it is published.
create table commitments_draft (
  organisation text primary key,
  says text not null,
  sha256 text not null,
  -- Who wrote it last: that person does not approve it.
  person text not null,
  at bigint not null,
  sent bigint,
  approved_at bigint,
  approved_role text,
  approved_sha256 text
);

-- Case files, sealed in the log by a salted commitment. Salt and payload in base64.
create table commitments_case (
  id text primary key,
  fact text not null unique,
  engagement text not null,
  organisation text not null,
  at bigint not null,
  title text not null,
  commitment text not null,
  size bigint not null,
  salt text not null,
  payload text not null,
  -- When somebody of the assessor first opened it.
  read_at bigint
);
create index commitments_case_engagement on commitments_case (engagement);

create table commitments_assessor (
  fact text primary key,
  organisation text not null,
  at bigint not null,
  until text not null,
  basis text not null,
  ended bigint
);

-- Which reminder of which due date has been sent.
create table commitments_reminder (
  organisation text not null,
  what text not null,
  due bigint not null,
  days bigint not null,
  primary key (organisation, what, due, days)
);
