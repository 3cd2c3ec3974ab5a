alter table members_organisation add column size text check (size in ('micro', 'small', 'medium', 'large'));
