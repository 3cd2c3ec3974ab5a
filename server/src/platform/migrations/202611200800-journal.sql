-- Facts in the order in which they were committed. The body is canonical JSON, byte for byte what was stated.
create table facts (
  seq bigint primary key,
  id text not null unique,
  room text not null,
  kind text not null,
  at bigint not null,
  body text not null
);
