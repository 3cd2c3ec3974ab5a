-- Entries of long time lines once more, some hundreds sealed together, up to `seq`. They never change, so neither does this; without it they are read one by one.
create table cases_bundle (
  case_id text not null references cases_case (id),
  seq bigint not null,
  sealed {{bytes}} not null,
  primary key (case_id, seq)
);
