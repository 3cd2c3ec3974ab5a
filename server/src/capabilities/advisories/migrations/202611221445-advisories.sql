-- Drafts of advisories. What they say is sealed (see platform/vault.ts) until it is published. Times are microseconds since 1970.
create table advisories_draft (
  id text primary key,
  organisation text not null,
  case_id text,
  at bigint not null,
  person text not null,
  discarded bigint,
  -- When a signed one is to be published; null as long as none is.
  due bigint
);
create index advisories_draft_organisation on advisories_draft (organisation, at);
create index advisories_draft_due on advisories_draft (due);

create table advisories_version (
  advisory text not null references advisories_draft (id),
  version bigint not null,
  at bigint not null,
  person text not null,
  -- Of the draft in canonical form.
  sha256 text not null,
  body {{bytes}} not null,
  primary key (advisory, version)
);

-- What happened to a draft; where it stands is folded from it.
create table advisories_event (
  seq bigint primary key,
  advisory text not null references advisories_draft (id),
  kind text not null,
  at bigint not null,
  person text,
  body {{bytes}} not null
);
create index advisories_event_advisory on advisories_event (advisory, seq);

-- The files of a signed draft that waits for its moment, byte for byte as their hashes were signed.
create table advisories_ready (
  advisory text primary key references advisories_draft (id),
  body {{bytes}} not null
);

-- What was published, each revision for good. Of closed ones (AMBER, RED) body and files are sealed, card and words absent.
create table advisories_edition (
  advisory text not null references advisories_draft (id),
  number bigint not null,
  version text not null,
  organisation text not null,
  released bigint not null,
  published bigint not null,
  label text not null check (label in ('white', 'green', 'amber', 'red')),
  path text not null,
  withdrawal bigint not null check (withdrawal in (0, 1)),
  newest bigint not null check (newest in (0, 1)),
  fact text,
  draft_sha256 text not null,
  saved_version bigint not null,
  card text,
  words text,
  body {{bytes}} not null,
  primary key (advisory, number)
);
create unique index advisories_edition_path on advisories_edition (path) where newest = 1;
create index advisories_edition_label on advisories_edition (label, published) where newest = 1;

create table advisories_file (
  advisory text not null,
  number bigint not null,
  position bigint not null,
  format text not null,
  name text not null,
  media_type text not null,
  size bigint not null,
  sha256 text not null,
  sha512 text not null,
  signature text not null,
  losses text not null,
  bytes {{bytes}} not null,
  primary key (advisory, number, position),
  foreign key (advisory, number) references advisories_edition (advisory, number)
);

-- For whom a closed one is, beside its publisher; '*' is every member.
create table advisories_audience (
  advisory text not null,
  organisation text not null,
  primary key (advisory, organisation)
);

-- Packages that the newest edition names, without version.
create table advisories_package (
  purl text not null,
  advisory text not null,
  primary key (purl, advisory)
);
create table advisories_vulnerability (
  cve text not null,
  advisory text not null,
  primary key (cve, advisory)
);

-- When what lies in a folder changed last, also by what was taken out of it.
create table advisories_folder (
  label text primary key,
  changed bigint not null
);

create table advisories_key (
  fingerprint text primary key,
  at bigint not null,
  public_key text not null,
  secret_key {{bytes}} not null
);

create table advisories_product (
  id text primary key,
  organisation text not null,
  at bigint not null,
  person text not null,
  body {{bytes}} not null
);
create index advisories_product_organisation on advisories_product (organisation);

create table advisories_cve (
  organisation text not null,
  cve text not null,
  state text not null check (state in ('reserved', 'published', 'rejected')),
  at bigint not null,
  advisory text,
  reason text,
  -- A record was published once.
  record bigint not null check (record in (0, 1)),
  primary key (organisation, cve)
);

create table advisories_publisher (
  organisation text primary key,
  category text not null,
  namespace text not null,
  contact text,
  authority text
);

-- Providers that members run themselves, and what was last fetched there and found good.
create table advisories_provider (
  organisation text primary key,
  url text not null,
  wanted text not null check (wanted in ('list', 'mirror')),
  state text not null check (state in ('waiting', 'fetched', 'failed')),
  looked bigint,
  words text,
  metadata text,
  refused text not null
);
create table advisories_mirrored (
  organisation text not null references advisories_provider (organisation),
  path text not null,
  label text not null,
  url text not null,
  card text not null,
  at bigint not null,
  sha256 text not null,
  sha512 text not null,
  signature text not null,
  bytes {{bytes}} not null,
  primary key (organisation, label, path)
);
