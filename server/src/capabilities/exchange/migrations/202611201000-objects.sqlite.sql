-- The exchange. Times are microseconds since 1970; levels are 0 (TLP:CLEAR) to 4 (RED), 5 the owner alone.
-- Organisations have a small number here (a party), so that rows and indexes stay narrow.
create table exchange_party (
  key integer primary key,
  organisation text not null unique
);

create table exchange_collection (
  key integer primary key,
  id text not null unique,
  community text not null,
  alias text not null,
  title text not null,
  description text not null,
  -- Given to objects without a TLP marking; null: those stay with their owner.
  default_level bigint check (default_level between 0 and 4),
  allows_payloads bigint not null,
  -- JSON list of person ids.
  red_recipients text not null,
  since bigint not null,
  -- The newest date added: the next is greater, so that polling clients lose nothing.
  last_added bigint not null,
  -- Bytes of the largest object that was ever put in: bounds what a page can weigh.
  largest bigint not null,
  unique (community, alias)
);

-- One row for each version of an object in a collection, with the exact bytes that came.
create table exchange_object (
  seq integer primary key,
  collection bigint not null references exchange_collection (key),
  id text not null,
  -- Versions of one id that one organisation sent; the earlier line has the lower number.
  line bigint not null,
  version bigint not null,
  version_text text not null,
  type text not null,
  owner bigint not null check (owner > 0),
  least bigint not null check (least between 0 and 5),
  whole bigint not null check (whole between least and 5),
  -- What stands in its way, as levels (model.ts, rankVersions); 9 where nothing does.
  superseded bigint not null,
  preceded bigint not null,
  shadow bigint not null,
  added bigint not null,
  created bigint,
  creator bigint,
  revoked bigint not null,
  digest blob not null,
  bytes blob not null
);
-- Few indexes, since inserts are the hot path: one to find an id, two for pages of what is current, and partial ones.
create unique index exchange_object_version on exchange_object (collection, id, line, version);
create index exchange_object_current on exchange_object (collection, least, added) where superseded = 9;
create index exchange_object_type on exchange_object (collection, type, least, added) where superseded = 9;
create index exchange_object_past on exchange_object (collection, superseded, least, added) where superseded < 9;
create index exchange_object_past_type on exchange_object (collection, type, superseded, least, added) where superseded < 9;
create index exchange_object_own on exchange_object (collection, owner, added) where least >= 3;

-- Organisations that sent an object which was there already, beside its owner.
create table exchange_source (
  object bigint not null references exchange_object (seq),
  party bigint not null references exchange_party (key),
  collection bigint not null,
  -- Of the object, so that a page finds its place.
  added bigint not null,
  -- The level at which this source sent it: who sees less does not see that it did.
  least bigint not null,
  received bigint not null,
  primary key (object, party)
);
create index exchange_source_own on exchange_source (collection, party, added);

-- Ranks that change with what has just come in; empty outside a transaction.
create table exchange_mend (
  seq bigint primary key,
  superseded bigint not null,
  preceded bigint not null,
  shadow bigint not null
);

create table exchange_status (
  id text primary key,
  collection bigint not null,
  party bigint not null,
  at bigint not null,
  body text not null
);
create index exchange_status_at on exchange_status (at);

create table exchange_warning_list (
  name text primary key,
  description text not null,
  kind text not null,
  version bigint not null,
  list_values bigint not null,
  treatment text not null check (treatment in ('refuse', 'warn')),
  body text not null,
  loaded_at bigint not null
);
