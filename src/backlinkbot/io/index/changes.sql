-- What differs between two snapshots, read from the files and rows that only one of them has.
-- Run by changes.py; {side} is "before" or "after", the files of which only that snapshot has.

-- name: told_of_dead
-- Rows that newer files replace, named by the `dead` files that one snapshot has alone.
create or replace temp table {table} as
select file, row from read_parquet($dead) where domain in (select unnest($domains))

-- name: none_dead
create or replace temp table {table} (file varchar, row bigint)

-- name: no_rows
create or replace temp table {side}_rows as
select {columns} from empty_links limit 0

-- name: rows_of_files
insert into {side}_rows by name
select {columns} from read_parquet($files, filename = true, file_row_number = true) l
where target_domain in (select unnest($domains)) and twin_of is null and is_backlink(kind)
  and not exists (select 1 from {dead} d
                  where d.file = parse_filename(l.filename) and d.row = l.file_row_number)

-- name: files_of_fallen
select file from fallen where file in (select unnest($files)) group by file order by file

-- name: rows_of_fallen
insert into {side}_rows by name
select {columns} from read_parquet($path, file_row_number = true) l
semi join (select row from fallen where file = $file) f on f.row = l.file_row_number
where target_domain in (select unnest($domains)) and twin_of is null and is_backlink(kind)

-- name: fallen_only_once
-- Of the rows that the newer snapshot calls dead those that the older one still had.
create or replace temp table fallen as
select file, row from news where file in (select unnest($files))
except
select file, row from known

-- name: changed
with joined as (
    select a.* exclude (page), b.page is not null as was_known, true as is_known,
           {was}
    from after_rows a left join before_rows b using (page, target_url, occurrence)
    union all by name
    select b.* exclude (page), true as was_known, false as is_known, {was}
    from before_rows b
    where not exists (select 1 from after_rows a where a.page = b.page
                      and a.target_url = b.target_url and a.occurrence = b.occurrence)
)
select * from joined
where (not was_known or not is_known or {differs})
  and (coalesce(stands(was_state), false) or (is_known and stands(state))
       or (was_state is distinct from state and was_known and is_known))
order by target_domain, source_domain, source_url, target_url, occurrence

-- name: pair_counts
select target_domain, source_domain, links, all_links, followed_links
from {rollup} where source_domain in (select unnest($sources))

-- name: newest_of_domains
select target_domain, greatest(max(first_seen), max(last_seen), max(lost_on)) as newest
from {rollup} group by target_domain

-- name: links_since
-- What the dates of the links tell of a time of which no snapshot is kept, in the columns of
-- `changed`: what began since then, what was lost since then, and what became nofollow.
select {columns}, {was_now},
       not (stands(state) and coalesce(started_on >= $since, false)) as was_known, true as is_known,
       case when was_known then 'live' end as was_state, null::varchar as was_lost_reason,
       null::timestamp as was_lost_on, timestamp '1970-01-01' as was_last_seen,
       case when lost_reason = 'became_nofollow' and lost_on >= $since then true else followed end
           as was_followed
from {links}
where twin_of is null and is_backlink(kind)
  and ((stands(state) and started_on >= $since) or lost_on >= $since)
order by target_domain, source_domain, source_url, target_url, occurrence
