-- Challenges that were used, until they would have ended anyway. `who` is a keyed hash of an address, only where no script had worked.
create table effort_spent (
  challenge_hash text primary key,
  purpose text not null,
  who text,
  spent_at bigint not null
);
create index effort_spent_at on effort_spent (spent_at);
