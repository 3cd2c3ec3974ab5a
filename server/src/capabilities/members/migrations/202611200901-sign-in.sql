-- How one shows who one is. Secrets are kept as SHA-256 only.
create table members_session (
  id text primary key,
  secret_hash text not null unique,
  person text not null references members_person (id),
  signed_in_by text not null,
  browser text not null,
  started_at bigint not null,
  last_seen bigint not null,
  expires_at bigint not null
);
create index members_session_person on members_session (person);

create table members_token (
  id text primary key,
  secret_hash text not null unique,
  person text not null references members_person (id),
  name text not null,
  scopes text not null,
  created_at bigint not null,
  expires_at bigint not null,
  last_used bigint
);
create index members_token_person on members_token (person);

create table members_passkey (
  id text primary key,
  credential text not null unique,
  person text not null references members_person (id),
  name text not null,
  public_key {{bytes}} not null,
  counter bigint not null,
  transports text not null,
  created_at bigint not null,
  last_used bigint
);
create index members_passkey_person on members_passkey (person);

-- Somebody of an identity provider, once known here.
create table members_identity (
  issuer text not null,
  subject text not null,
  person text not null references members_person (id),
  linked_at bigint not null,
  primary key (issuer, subject)
);
create index members_identity_person on members_identity (person);

-- Links that sign in. A reusable one exists in a demonstration only.
create table members_link (
  secret_hash text primary key,
  person text not null references members_person (id),
  then_path text,
  reusable bigint not null,
  made_at bigint not null,
  expires_at bigint not null
);
create index members_link_person on members_link (person);

-- Ceremonies under way: a challenge is taken out when it is answered, so it is answered once.
create table members_ceremony (
  handle_hash text primary key,
  kind text not null check (kind in ('passkey-sign-in', 'passkey-new', 'oidc')),
  person text,
  state text not null,
  expires_at bigint not null
);

-- The one-time link of the first start.
create table members_set_up (
  secret_hash text primary key,
  made_at bigint not null
);

-- Who signed in and out, what was made and withdrawn: for the one concerned and for the operator, not for the public.
create table members_audit (
  id text primary key,
  at bigint not null,
  what text not null,
  person text,
  subject text,
  address text not null,
  browser text not null
);
create index members_audit_person on members_audit (person, at);
create index members_audit_at on members_audit (at);
