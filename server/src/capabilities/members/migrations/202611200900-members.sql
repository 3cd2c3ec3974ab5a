-- Who is here. Times are microseconds since 1970; flags are 0 and 1; roles are words with a blank between them.
create table members_alliance (
  one bigint primary key check (one = 1),
  name text not null,
  purpose text not null,
  contact text,
  founded_at bigint not null
);

create table members_organisation (
  id text primary key,
  slug text not null unique,
  name text not null,
  description text not null,
  country text,
  sector text,
  website text,
  kind text not null check (kind in ('signatory', 'partner', 'secretariat')),
  state text not null check (state in ('active', 'suspended', 'left')),
  state_at bigint not null,
  state_reason text,
  since bigint not null
);

create table members_person (
  id text primary key,
  organisation text not null references members_organisation (id),
  name text not null,
  mail text not null,
  roles text not null,
  state text not null check (state in ('active', 'suspended', 'left')),
  state_at bigint not null,
  since bigint not null,
  last_seen bigint
);
create index members_person_organisation on members_person (organisation);
-- One address, one person; who has left has no address here any more.
create unique index members_person_mail on members_person (mail) where state <> 'left';

create table members_invitation (
  id text primary key,
  secret_hash text not null unique,
  organisation text not null references members_organisation (id),
  mail text not null,
  roles text not null,
  invited_by text references members_person (id),
  sent_at bigint not null,
  expires_at bigint not null
);
create index members_invitation_organisation on members_invitation (organisation);
create index members_invitation_mail on members_invitation (mail);

create table members_community (
  id text primary key,
  slug text not null unique,
  name text not null,
  description text not null,
  roster_hidden bigint not null,
  since bigint not null
);

create table members_enrolment (
  community text not null references members_community (id),
  organisation text not null references members_organisation (id),
  standing text not null check (standing in ('member', 'partner')),
  since bigint not null,
  primary key (community, organisation)
);
create index members_enrolment_organisation on members_enrolment (organisation);
