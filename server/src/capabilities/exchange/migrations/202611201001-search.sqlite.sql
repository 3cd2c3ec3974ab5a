-- What an object is found by: a number made of the kind and the normal form of each value and word in it, as far as
-- its least reader may see them. Filled after the fact, in the order of the dates added of each collection.
create table exchange_term (
  term bigint not null,
  object bigint not null,
  primary key (term, object)
) without rowid;
create index exchange_term_object on exchange_term (object);

create table exchange_indexed (
  collection bigint primary key references exchange_collection (key),
  upto bigint not null
);
