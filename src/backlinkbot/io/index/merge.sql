-- What every merge needs: dead rows, gathering and writing files. A voice is what one
-- reporter says of one link; a record is all voices of a link, judged.

-- name: dead_rows
create or replace temp table dead as
select file, row from read_parquet($dead) where bucket between $low and $high;

-- name: fresh_readings
insert into {table} by name select * from new_readings where bucket between $low and $high;

-- name: no_killed
create or replace temp table killed as
select '' as file, 0::bigint as row, 0::utinyint as bucket, '' as domain, '' as source_domain
limit 0;

-- name: carried
insert into {table} by name
select l.* exclude (filename, file_row_number)
from read_parquet($absorbed, filename = true, file_row_number = true) l
where l.bucket between $low and $high
  and not exists (select 1 from dead d
                  where d.file = parse_filename(l.filename) and d.row = l.file_row_number)
  and not exists (select 1 from graves g
                  where g.file = parse_filename(l.filename) and g.row = l.file_row_number);

-- name: fresh_rows
select count(*) from read_parquet($runs) where bucket between $low and $high;

-- name: output
create or replace temp table {table} as select * from read_parquet($empty);

-- name: put_out
insert into {table} by name select * from {part};

-- name: written
copy (select * from {table} order by {order})
to $path (format parquet, compression zstd, row_group_size {row_group});

-- name: buried
insert into graves by name select domain, file, row, bucket from killed;

-- name: extent
select count(*), min({domain}), max({domain}) from {table};

-- name: old_graves
insert into graves by name
select * from read_parquet($dead)
where bucket between $low and $high;
delete from graves where file not in (select unnest($kept::varchar[]));

-- name: fallen
select file, count(*) from graves group by file order by file;

-- name: rank_lists
with living as (
    select list, as_of from read_parquet($ranks, filename = true, file_row_number = true) l
    where not exists (select 1 from read_parquet($dead) d
                      where d.file = parse_filename(l.filename) and d.row = l.file_row_number)
), newest as (
    select list, max(as_of) as as_of from living group by list
)
select n.list, count(*), n.as_of
from living l join newest n on n.list = l.list and n.as_of is not distinct from l.as_of
group by n.list, n.as_of order by n.list;

-- name: moved
create or replace temp table moved (source_domain varchar);

-- name: standing
-- The source domains among `moved` with a standing link to any site.
with rows as (
    select filename, file_row_number as row, source_domain
    from read_parquet($rollup, filename = true, file_row_number = true)
    where source_domain in (select source_domain from moved) and links > 0
)
select count(distinct source_domain) from rows r
where not exists (select 1 from read_parquet($dead) d
                  where d.file = parse_filename(r.filename) and d.row = r.row);
