-- The last checkpoint that was signed. In a schema of its own: no back-up holds it, and restoring one does not set it back.
create schema if not exists openaccord_guard;
create table if not exists openaccord_guard.checkpoint (
  one bigint primary key check (one = 1),
  note text not null
);
