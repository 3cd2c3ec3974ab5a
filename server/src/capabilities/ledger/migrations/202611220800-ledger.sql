-- The log: one row a leaf, in the order of the journal. `place` is its index, from 0 without gaps.
create table ledger_entry (
  place bigint primary key,
  fact text not null unique,
  name text not null,
  at bigint not null,
  leaf text not null,
  form text not null,
  payload_hash text not null,
  -- What lies beside the leaf; null for a sealed fact and for what was removed.
  payload text
);
create index ledger_entry_payload on ledger_entry (payload_hash);
create index ledger_entry_name on ledger_entry (name, place);
create index ledger_entry_at on ledger_entry (at);

-- Which ids an entry is about.
create table ledger_about (
  about text not null,
  place bigint not null,
  primary key (about, place)
);

-- Roots of full tiles: what the level above is made of.
create table ledger_tile (
  level bigint not null,
  n bigint not null,
  root {{bytes}} not null,
  primary key (level, n)
);

-- Payloads that were taken away, and the fact that says so.
create table ledger_removed (
  payload_hash text primary key,
  fact text not null,
  reason text not null,
  at bigint not null
);

-- Sealed facts, when they should be open, and the fact that opened each.
create table ledger_seal (
  fact text primary key,
  place bigint not null,
  commitment text not null,
  open_by bigint,
  opened_by text
);
create index ledger_seal_open on ledger_seal (open_by);

-- Facts that could not become entries.
create table ledger_unfit (
  fact text primary key,
  reason text not null,
  at bigint not null
);

-- One row: whose log this is, how far it is, how far the journal was read, and which hub writes.
create table ledger_state (
  one bigint primary key check (one = 1),
  origin text not null,
  vkey text not null,
  size bigint not null,
  taken bigint not null,
  policy text,
  holder text,
  lease_until bigint,
  standstill text
);

-- Every checkpoint that was published, with its cosignatures.
create table ledger_checkpoint (
  size bigint primary key,
  note text not null,
  at bigint not null,
  cosigned text not null
);

-- Two histories of our own log, should there ever be: what was found, as a file.
create table ledger_conflict (
  id text primary key,
  at bigint not null,
  file text not null
);
