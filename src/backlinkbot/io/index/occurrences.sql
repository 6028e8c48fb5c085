-- Telling the equal links of a page apart before their voices are merged.
-- Run by occurrences.py on the table `told`.

-- name: mixed_up
-- Our own sightings of links that have equals on their page, where one of an occurrence looks other
-- than another: these are told apart by how they look, see occurrences.py.
with several as (
    select distinct page_key(source_url) as page, target_url from told
    where occurrence > 0 and is_own(reporter)
), own as (
    select told.rowid as row, page_key(source_url) as page, target_url, is_old, occurrence,
           source_url || ' ' || own_rank(reporter) as reading,
           coalesce(first_seen, timestamp '1970-01-01') as first_at,
           coalesce(last_seen, timestamp '1970-01-01') as last_at,
           coalesce(placement, '') as place,
           concat_ws(' ', nofollow, '-', ugc, '-', sponsored) as rel,
           is_backlink(kind) as counts, plain(anchor) as words
    from told semi join several on several.page = page_key(told.source_url)
                               and several.target_url = told.target_url
    where is_own(reporter)
), mixed as (
    select page, target_url from own group by page, target_url
    having not bool_and(is_old) and count(distinct (occurrence, place, rel, counts, words))
                                    > count(distinct occurrence)
)
select page, target_url, row, is_old, occurrence, reading, first_at, last_at, place, rel, counts,
       words
from own semi join mixed using (page, target_url)

-- name: moved_up
update told set occurrence = m.place
from (select unnest($rows::bigint[]) as row, unnest($places::integer[]) as place) m
where told.rowid = m.row;
