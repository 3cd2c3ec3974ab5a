-- The signing keys of organisations. A key id is the SHA-256 of the raw public key, both in lower-case hexadecimal.
create table members_key (
  id text primary key,
  keyid text not null unique,
  public_key text not null,
  organisation text not null references members_organisation (id),
  state text not null check (state in ('proposed', 'confirmed', 'active', 'retired', 'compromised', 'withdrawn')),
  state_at bigint not null,
  replaces text,
  proposed_by text not null,
  proposed_at bigint not null,
  confirmed_by text,
  active_at bigint,
  first_doubt bigint,
  -- An end that one person stated and a second has not confirmed yet.
  stated text check (stated in ('retired', 'compromised')),
  stated_by text,
  stated_at bigint,
  stated_doubt bigint,
  stated_note text
);
create index members_key_organisation on members_key (organisation);

-- What happened to a key, in order, for everyone to read.
create table members_key_event (
  keyid text not null references members_key (keyid),
  n bigint not null,
  at bigint not null,
  what text not null,
  domain text,
  primary key (keyid, n)
);

-- Domains that prove a key, each by a line of its own.
create table members_key_domain (
  keyid text not null references members_key (keyid),
  domain text not null,
  n bigint not null,
  token text not null,
  result text not null check (result in ('unchecked', 'verified', 'missing', 'wrong', 'error')),
  detail text not null,
  method text check (method in ('dns', 'file')),
  checked_at bigint,
  verified_at bigint,
  lost_at bigint,
  told_result text,
  told_at bigint,
  next_check bigint,
  primary key (keyid, domain)
);
create index members_key_domain_next on members_key_domain (next_check);

-- Which person handed in which act: for the organisation and the operator, never in the log. The same statement counts once.
create table members_act (
  statement_sha256 text primary key,
  kind text not null,
  organisation text not null,
  keyid text not null,
  person text not null,
  via text not null,
  via_id text not null,
  at bigint not null
);
create index members_act_person on members_act (person);

-- A passkey's approval of one act: asked for, then given to one session, then used up.
create table members_approval (
  handle_hash text primary key,
  pae_sha256 text not null,
  person text not null,
  session text not null,
  origin text not null,
  state text not null check (state in ('asked', 'given')),
  expires_at bigint not null
);
create index members_approval_expires on members_approval (expires_at);
