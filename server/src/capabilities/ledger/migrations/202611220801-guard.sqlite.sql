-- The embedded store's guard is a file in a folder of its own.
select 1;
