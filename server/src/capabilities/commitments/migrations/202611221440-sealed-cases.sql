-- Sealed cases as the vault keeps them. What lies in commitments_case, in clear, is moved here when the hub starts.
create table commitments_sealed_case (
  id text primary key,
  fact text not null unique,
  engagement text not null,
  organisation text not null,
  at bigint not null,
  commitment text not null,
  size bigint not null,
  -- Title, and what opens the commitment: sealed by the vault.
  sealed {{bytes}} not null,
  -- When somebody of the assessor first opened it.
  read_at bigint
);
create index commitments_sealed_case_engagement on commitments_sealed_case (engagement);
