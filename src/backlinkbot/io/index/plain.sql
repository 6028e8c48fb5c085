-- Merging the kinds whose newest row wins: pages, edges, ranks, sources.

-- name: fresh
create or replace temp table fresh as
select * from read_parquet($runs)
where bucket between $low and $high and hash({key}) % $parts = $part;
create or replace temp table ready as select * from read_parquet($empty);

-- name: old_pages
create or replace temp table old as
select parse_filename(l.filename) as file, l.file_row_number as row,
       l.* exclude (filename, file_row_number)
from read_parquet($old, filename = true, file_row_number = true) l
where l.bucket between $low and $high
  and domain in (select domain from fresh)
  and url in (select url from fresh)
  and not exists (select 1 from dead d
                  where d.file = parse_filename(l.filename) and d.row = l.file_row_number);

-- name: merged_pages
insert into ready by name
with every as (
    select *, false as is_old from fresh
    union all by name select * exclude (file, row), true as is_old from old
), ranked as (
    select *, row_number() over (partition by url order by external_links is null,
                                 fetched_at desc nulls last, is_old desc, own_rank(reporter),
                                 evidence) as content_rank,
           row_number() over (partition by url order by fetched_at desc nulls last, is_old desc,
                              own_rank(reporter), evidence) as time_rank
    from every
)
select url, any_value(bucket) as bucket,
       arg_min(columns(* exclude (url, bucket, status, redirect_url, fetched_at, ip, reporter,
           evidence, is_old, content_rank, time_rank)), content_rank),
       arg_min_null(status, time_rank) as status,
       arg_min_null(redirect_url, time_rank) as redirect_url,
       arg_min_null(fetched_at, time_rank) as fetched_at, arg_min(ip, time_rank) as ip,
       arg_min(reporter, time_rank) as reporter, arg_min(evidence, time_rank) as evidence
from ranked group by url;

-- name: old_edges
create or replace temp table old as
select parse_filename(l.filename) as file, l.file_row_number as row,
       l.* exclude (filename, file_row_number)
from read_parquet($old, filename = true, file_row_number = true) l
where l.bucket between $low and $high
  and target_domain in (select target_domain from fresh)
  and (source, target, level, reporter) in (select (source, target, level, reporter) from fresh)
  and not exists (select 1 from dead d
                  where d.file = parse_filename(l.filename) and d.row = l.file_row_number);

-- name: merged_edges
insert into ready by name
with every as (
    select *, false as is_old from fresh
    union all by name select * exclude (file, row), true as is_old from old
), ranked as (
    select *, row_number() over (partition by source, target, level, reporter
        order by last_seen desc nulls last, links desc nulls last, is_old desc, evidence) as rank,
        case when count(*) over (partition by source, target, level, reporter) > 1
             then told_in(tellers, [evidence], [edge_at(last_seen, lost_on)], last_seen,
                          first_seen)
             else tellers end as every_file
    from every
), merged as (
    select source, target, level, reporter,
           arg_min(columns(* exclude (source, target, level, reporter, first_seen, last_seen,
                                      lost_on, tellers, is_old, rank, every_file)), rank),
           min(first_seen) as first_seen, max(last_seen) as last_seen,
           arg_min_null(lost_on, rank) as lost_on, flatten(list(every_file)) as every_file
    from ranked group by source, target, level, reporter
)
select * exclude (every_file), few(each_file(every_file), $tellers_kept) as tellers from merged;

-- name: old_ranks
create or replace temp table old as
select parse_filename(l.filename) as file, l.file_row_number as row,
       l.* exclude (filename, file_row_number)
from read_parquet($old, filename = true, file_row_number = true) l
where l.bucket between $low and $high
  and (domain, list) in (select (domain, list) from fresh)
  and not exists (select 1 from dead d
                  where d.file = parse_filename(l.filename) and d.row = l.file_row_number);

-- name: merged_ranks
insert into ready by name
select * exclude (is_old) from (
    select *, false as is_old from fresh
    union all by name select * exclude (file, row), true as is_old from old)
qualify row_number() over (partition by domain, list
    order by as_of desc nulls last, is_old desc, rank nulls last, evidence) = 1;

-- name: old_sources
create or replace temp table old as
select parse_filename(l.filename) as file, l.file_row_number as row,
       l.* exclude (filename, file_row_number)
from read_parquet($old, filename = true, file_row_number = true) l
where l.bucket between $low and $high and digest in (select digest from fresh)
  and not exists (select 1 from dead d
                  where d.file = parse_filename(l.filename) and d.row = l.file_row_number);

-- name: merged_sources
insert into ready by name
select * exclude (is_old) from (
    select *, false as is_old from fresh
    union all by name select * exclude (file, row), true as is_old from old)
qualify row_number() over (partition by digest order by is_old desc, name) = 1;

-- name: compared_plain
create or replace temp table killed as
select file, row, bucket, {domain} as domain, '' as source_domain
from (select *, hash(*columns(* exclude (file, row))) as content from old)
where content not in (select hash(*columns(*)) from ready);
create or replace temp table ready as
select * exclude (content) from (select *, hash(*columns(*)) as content from ready)
where content not in (select hash(*columns(* exclude (file, row))) from old);
