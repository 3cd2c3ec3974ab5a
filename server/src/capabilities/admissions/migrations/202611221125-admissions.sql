-- Applications to the alliance. Times are microseconds since 1970. How one stands is folded from what happened to it.
create table admissions_application (
  id text primary key,
  begun_at bigint not null,
  -- By the applicant, last.
  saved_at bigint not null,
  answers text not null,
  -- Of the contact, in lower case; and the address of which a mailed link was opened.
  mail text,
  mail_confirmed text,
  -- Domain, its token, and what was found: JSON.
  proof text,
  submitted_at bigint,
  organisation text
);
create index admissions_application_mail on admissions_application (mail);
create index admissions_application_organisation on admissions_application (organisation);
create index admissions_application_submitted on admissions_application (submitted_at);

-- Secrets in links, as SHA-256. `mail`: the address it was sent to; null for the one that was shown.
create table admissions_link (
  hash text primary key,
  application text not null,
  purpose text not null check (purpose in ('resume', 'contact-test')),
  mail text,
  made_at bigint not null
);
create index admissions_link_application on admissions_link (application, purpose);

create table admissions_event (
  -- The number of the fact in the journal.
  seq bigint primary key,
  fact text not null unique,
  application text not null,
  what text not null,
  at bigint not null,
  person text,
  body text not null
);
create index admissions_event_application on admissions_event (application, seq);

create table admissions_evidence (
  id text primary key,
  application text not null,
  criterion text not null,
  received_at bigint not null,
  body text not null
);
create index admissions_evidence_application on admissions_evidence (application, received_at, id);

create table admissions_document (
  evidence text primary key,
  application text not null,
  content {{bytes}} not null
);
create index admissions_document_application on admissions_document (application);

create table admissions_comment (
  id text primary key,
  seq bigint not null,
  fact text not null,
  application text not null,
  at bigint not null,
  name text,
  language text not null,
  text text not null,
  sha256 text not null,
  hidden text,
  reply text,
  replied_at bigint
);
create index admissions_comment_application on admissions_comment (application, seq);

-- Acts of sponsors: the same statement enters once.
create table admissions_act (
  seq bigint primary key,
  fact text not null unique,
  kind text not null,
  application text not null,
  organisation text not null,
  at bigint not null,
  keyid text not null,
  payload text not null,
  statement text not null unique,
  says text not null
);
create index admissions_act_application on admissions_act (application, seq);

-- Decisions that one person has proposed and a second has not confirmed yet.
create table admissions_proposal (
  id text primary key,
  application text not null,
  what text not null check (what in ('decline', 'hide-comment', 'appeal')),
  person text not null,
  at bigint not null,
  body text not null
);
create index admissions_proposal_application on admissions_proposal (application);

-- What was handed in, as it was sealed.
create table admissions_seal (
  commitment text primary key,
  application text not null,
  salt text not null,
  text text not null,
  fact text not null,
  at bigint not null
);
create index admissions_seal_application on admissions_seal (application);

create table admissions_reminder (
  application text not null,
  what text not null,
  since bigint not null,
  days bigint not null,
  primary key (application, what, since, days)
);
