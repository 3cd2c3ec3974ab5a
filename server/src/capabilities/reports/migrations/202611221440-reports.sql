-- Desks: what a team says of itself to reporters, and the contacts who are told in turn. Times are microseconds since 1970.
create table reports_desk (
  organisation text primary key,
  open bigint not null check (open in (0, 1)),
  body text not null,
  at bigint not null,
  person text not null
);

-- Keys of teams: the identity is encrypted by age with a passphrase that never came here.
create table reports_key (
  recipient text primary key,
  organisation text not null,
  label text not null,
  wrapped {{bytes}} not null,
  made bigint not null,
  retired bigint,
  person text not null
);
create index reports_key_organisation on reports_key (organisation, made);

create table reports_product (
  id text primary key,
  organisation text not null,
  body text not null,
  sbom_format text check (sbom_format in ('CycloneDX', 'SPDX')),
  sbom_at bigint
);
create index reports_product_organisation on reports_product (organisation);

-- HMAC-SHA-256 over a package URL without version; its key lies here sealed by the vault.
create table reports_component (
  hash text not null,
  product text not null references reports_product (id) on delete cascade,
  primary key (hash, product)
);
create index reports_component_product on reports_component (product);

create table reports_secret (
  name text primary key,
  sealed {{bytes}} not null
);

-- What was reported: an age file that nobody here can open, and the commitment to it in the log.
create table reports_report (
  id text primary key,
  organisation text not null,
  arrival text not null check (arrival in ('sealed', 'plain', 'mail')),
  language text not null,
  at bigint not null,
  -- Of the reporter: to whom answers are encrypted, and SHA-256 of what opens the mailbox. Null until a receipt is taken (by mail).
  recipient text,
  access_sha256 text unique,
  -- Of the link that was mailed back, and until when it works.
  claim_sha256 text unique,
  claim_until bigint,
  ciphertext {{bytes}},
  ciphertext_sha256 text not null,
  commitment text not null,
  salt {{bytes}} not null,
  seal text not null,
  -- Where news are mailed, sealed by the vault; and the language in which whoever reported reads.
  mail {{bytes}},
  speaks text not null
);
create index reports_report_organisation on reports_report (organisation, at);

create table reports_event (
  seq bigint primary key,
  report text not null references reports_report (id),
  kind text not null,
  at bigint not null,
  -- A person of the team.
  person text,
  -- For the reporter, sealed by the vault.
  words {{bytes}}
);
create index reports_event_report on reports_event (report, seq);

create table reports_message (
  seq bigint primary key,
  report text not null references reports_report (id),
  sender text not null check (sender in ('reporter', 'team')),
  at bigint not null,
  bytes bigint not null,
  ciphertext {{bytes}}
);
create index reports_message_report on reports_message (report, seq);

-- What a team wrote after reading, sealed by the vault.
create table reports_note (
  report text primary key references reports_report (id),
  organisation text not null,
  sealed {{bytes}} not null,
  at bigint not null,
  person text not null
);
create index reports_note_organisation on reports_note (organisation);

-- Mails about what is due, each once.
create table reports_reminder (
  what text primary key,
  at bigint not null
);
