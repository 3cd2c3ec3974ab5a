-- Ballots. Times are microseconds since 1970. How a ballot stands is computed from these rows and the moment.
create table ballots_ballot (
  id text primary key,
  kind text not null,
  title text not null,
  proposer text not null,
  secretariat text not null,
  room text,
  subject text,
  -- JSON: organisations that are heard and have no vote.
  excluded text not null,
  -- The emergency ballot that this one confirms.
  confirms text references ballots_ballot (id),
  created_at bigint not null,
  opened_at bigint,
  withdrawn_at bigint,
  frozen_at bigint,
  frozen_version bigint,
  -- JSON, byte for byte what was hashed.
  electorate text,
  electorate_sha256 text,
  attendance text
);
create index ballots_ballot_created on ballots_ballot (created_at);
create index ballots_ballot_confirms on ballots_ballot (confirms);
create index ballots_ballot_subject on ballots_ballot (subject);

create table ballots_text (
  ballot text not null references ballots_ballot (id),
  version bigint not null,
  language text not null,
  sha256 text not null,
  at bigint not null,
  fact text,
  text text not null,
  primary key (ballot, version)
);

create table ballots_round (
  ballot text not null references ballots_ballot (id),
  round bigint not null,
  from_at bigint not null,
  until_at bigint not null,
  closed_early bigint,
  -- The tally as it was stated in the log, and its hash; null until then.
  tally_fact text,
  tally_sha256 text,
  certified_at bigint,
  certificate text,
  primary key (ballot, round)
);
create index ballots_round_open on ballots_round (until_at) where tally_fact is null;

create table ballots_vote (
  -- The number of the fact in the journal.
  seq bigint primary key,
  fact text not null unique,
  ballot text not null references ballots_ballot (id),
  round bigint not null,
  organisation text not null,
  at bigint not null,
  position text not null,
  reason text,
  -- SHA-256 of the statement: the same vote enters once.
  statement text not null unique,
  envelope text not null,
  -- What opens the seal, in hexadecimal; null for a recusal, which is never sealed.
  salt text,
  commitment text,
  opened text
);
create index ballots_vote_ballot on ballots_vote (ballot, seq);

create table ballots_contest (
  fact text primary key,
  seq bigint not null,
  ballot text not null references ballots_ballot (id),
  round bigint not null,
  organisation text not null,
  at bigint not null,
  reasons text not null,
  statement text not null unique,
  decision text,
  decision_fact text,
  decision_reasons text,
  decided_at bigint
);
create index ballots_contest_ballot on ballots_contest (ballot, seq);

-- Comments and blocking questions, with the answers of the latter.
create table ballots_remark (
  fact text primary key,
  seq bigint not null,
  ballot text not null references ballots_ballot (id),
  question text unique,
  organisation text not null,
  version bigint not null,
  at bigint not null,
  sha256 text not null,
  text text not null,
  withdrawn_at bigint,
  answer text,
  answer_sha256 text,
  answer_fact text,
  answered_at bigint,
  answered_by text
);
create index ballots_remark_ballot on ballots_remark (ballot, seq);

-- Steps of the secretariat that one person has asked for and a second has not yet confirmed.
create table ballots_motion (
  id text primary key,
  ballot text not null references ballots_ballot (id),
  move text not null check (move in ('open-voting', 'close-early')),
  person text not null,
  at bigint not null,
  unique (ballot, move)
);

-- Which entries of the log each ballot rests on.
create table ballots_entry (
  seq bigint primary key,
  ballot text not null references ballots_ballot (id),
  fact text not null unique,
  kind text not null,
  at bigint not null
);
create index ballots_entry_ballot on ballots_entry (ballot, seq);

-- Which end of a ballot has been stated, and which reminder has been sent.
create table ballots_stated (
  ballot text not null references ballots_ballot (id),
  what text not null,
  fact text,
  primary key (ballot, what)
);
