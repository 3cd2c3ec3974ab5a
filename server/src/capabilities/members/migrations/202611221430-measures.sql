-- What the secretariat asks for about an organisation, and whether a second person confirmed it. It lapses and ends by time alone.
create table members_measure (
  organisation text not null references members_organisation (id),
  n bigint not null,
  what text not null check (what in ('pause', 'suspension', 'removal')),
  ground text check (ground in ('stolen-key', 'compromised-account', 'intrusion')),
  reason text not null,
  asked_by text not null,
  asked_at bigint not null,
  confirmed_by text,
  confirmed_at bigint,
  until_at bigint,
  ended_by text,
  ended_at bigint,
  primary key (organisation, n),
  check ((what = 'pause') = (ground is not null))
);
