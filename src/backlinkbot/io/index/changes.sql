-- What differs between two snapshots, read from the files and rows that only one of them has.
-- Run by changes.py; {side} is "before" or "after", the files of which only that snapshot has.

-- name: told_of_dead
-- Rows that newer files replace, named by the `dead` files of one snapshot.
create or replace temp table {table} as
select file, row from read_parquet($dead) where domain in (select unnest($domains))

-- name: none_dead
create or replace temp table {table} (file varchar, row bigint)

-- name: no_places
create or replace temp table {side}_places (file varchar, row bigint, link ubigint, told ubigint)

-- name: places_of_files
-- Where the links stand in files that only one snapshot has, and what is told of each, as numbers.
insert into {side}_places
select parse_filename(l.filename), l.file_row_number,
       hash(page_key(source_url), target_url, occurrence), hash({told})
from read_parquet($files, filename = true, file_row_number = true) l
where target_domain in (select unnest($domains)) and twin_of is null and is_backlink(kind)
  and not exists (select 1 from {dead} d
                  where d.file = parse_filename(l.filename) and d.row = l.file_row_number)

-- name: only_here
-- Rows of files that both snapshots have which only the other one calls dead.
create or replace temp table here as
select file, row from {dead_there} where file in (select unnest($files))
except
select file, row from {dead_here}

-- name: files_here
select distinct file from here order by file

-- name: places_of_rows
insert into {side}_places
select $file, l.file_row_number, hash(page_key(source_url), target_url, occurrence), hash({told})
from read_parquet($path, file_row_number = true) l
semi join (select row from here where file = $file) h on h.row = l.file_row_number
where target_domain in (select unnest($domains)) and twin_of is null and is_backlink(kind)

-- name: differing
-- The rows of one snapshot that the other one has not, or tells otherwise.
create or replace temp table {side}_wanted as
select file, row from {side}_places h
where not exists (select 1 from {other}_places o where o.link = h.link and o.told = h.told)

-- name: no_rows
create or replace temp table {side}_rows as
select {columns} from empty_links limit 0

-- name: files_wanted
select distinct file from {side}_wanted order by file

-- name: rows_wanted
insert into {side}_rows by name
select {columns} from read_parquet($path, file_row_number = true) l
semi join (select row from {side}_wanted where file = $file) w on w.row = l.file_row_number

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

-- name: joined
-- Two answers to `changed`, the second one beginning where the first ended.
with joined as (
    select l.* exclude (link, was_known, {was_names}),
           if(e.link is null, l.was_known, e.was_known) as was_known, {was}
    from (select *, hash(page_key(source_url), target_url, occurrence) as link from later) l
    left join (select *, hash(page_key(source_url), target_url, occurrence) as link
               from earlier) e using (link)
    union all by name
    select e.* from earlier e
    where hash(page_key(source_url), target_url, occurrence) not in
          (select hash(page_key(source_url), target_url, occurrence) from later)
)
select * from joined
where (was_known or is_known) and (not was_known or not is_known or {differs})
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
