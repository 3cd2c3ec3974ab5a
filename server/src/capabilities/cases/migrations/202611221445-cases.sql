-- Cases: an index of what can be found without a key, and everything that is said sealed by the vault.
create table cases_case (
  id text primary key,
  opened bigint not null,
  changed bigint not null,
  state text not null,
  -- The number of the newest entry and the link that binds all of them.
  seq bigint not null,
  chain text not null,
  -- Up to where everyone who wants to be told has been.
  noticed bigint not null,
  report text
);
create index cases_case_changed on cases_case (changed, id);
create unique index cases_case_report on cases_case (report);

-- The time line: appended to, never changed. `sealed` opens to the entry; `chain` is SHA-256 over the link before and the entry's hash.
create table cases_entry (
  case_id text not null references cases_case (id),
  seq bigint not null,
  at bigint not null,
  sealed {{bytes}} not null,
  chain text not null,
  primary key (case_id, seq)
);

-- Who finds which case: by organisation, or by the hash of a guest's link.
create table cases_party (
  case_id text not null references cases_case (id),
  -- The same in cases that were split from one another.
  id text not null,
  organisation text,
  link_hash text unique,
  primary key (case_id, id)
);
create unique index cases_party_organisation on cases_party (organisation, case_id);

-- What people wrote, version by version: messages, drafts, reports.
create table cases_text (
  id text not null,
  version bigint not null,
  case_id text not null references cases_case (id),
  at bigint not null,
  sealed {{bytes}} not null,
  primary key (id, version)
);
create index cases_text_case on cases_text (case_id);

create table cases_file (
  id text primary key,
  case_id text not null references cases_case (id),
  sealed {{bytes}} not null
);
create index cases_file_case on cases_file (case_id);

-- Notes of one organisation for itself.
create table cases_note (
  id text primary key,
  case_id text not null references cases_case (id),
  organisation text not null,
  person text not null,
  at bigint not null,
  sealed {{bytes}} not null
);
create index cases_note_case on cases_note (case_id, organisation, at);

-- How far a reader (a person, or a guest's party) has read each thread.
create table cases_read (
  case_id text not null references cases_case (id),
  reader text not null,
  thread bigint not null,
  seq bigint not null,
  primary key (case_id, reader, thread)
);

-- Up to where a reader was told by mail that there is something new, and when the last mail went.
create table cases_told (
  case_id text not null references cases_case (id),
  reader text not null,
  seq bigint not null,
  primary key (case_id, reader)
);
create table cases_mailed (
  reader text primary key,
  at bigint not null
);

-- Of closed cases, for figures: whether the vendor answered in time and had a fix in time; null where nothing was to be fixed.
create table cases_figure (
  case_id text not null references cases_case (id),
  organisation text not null,
  at bigint not null,
  answered bigint not null check (answered in (0, 1)),
  fixed bigint check (fixed in (0, 1)),
  primary key (case_id, organisation)
);
