-- Taking away what a source told: its voices go, and what they were merged into is judged anew.
-- Run by merge.py in place of reading facts; `wanted` has one row that says what is to go.

-- name: wanted
-- `files`: what goes, as tellers have it; `known`: the names of all files that were read, by that.
create or replace temp table wanted as
select $names::varchar[] as names, $digests::varchar[] as digests, $reporter as reporter,
       list_transform($names::varchar[], lambda n: file_id(n)) as files,
       map_from_entries(list_distinct(list_transform($known::varchar[],
           lambda n: {'k': file_id(n), 'v': file_of(n)}))) as known;

-- name: gone_readings
create or replace temp table gone_readings as
select url, domain
from read_parquet($readings, filename = true, file_row_number = true) l, wanted w
where (l.reporter = w.reporter or is_of(w.names, evidence))
  and not exists (select 1 from read_parquet($dead) d
                  where d.file = parse_filename(l.filename) and d.row = l.file_row_number);

-- name: struck
-- The links that have to be judged anew: told by what goes, dropped by it, or judged by its pages.
create or replace temp table struck as
select source_url, source_domain, target_url, target_domain
from read_parquet($links, filename = true, file_row_number = true) l, wanted w
where (case when voices is null then coalesce(
                l.reporter = w.reporter or told_by(w.files, w.names, tellers, evidence)
                or dropped_by(w.digests, drops), false)
            else len(list_filter(voices, lambda v: coalesce(
                v.reporter = w.reporter or told_by(w.files, w.names, v.tellers, v.evidence)
                or dropped_by(w.digests, v.drops), false))) > 0 end
       or page_key(source_url) in (select page_key(url) from gone_readings)
       or target_url in (select url from gone_readings))
  and not exists (select 1 from read_parquet($dead) d
                  where d.file = parse_filename(l.filename) and d.row = l.file_row_number);
create or replace temp table read_domains as
select source_domain as domain from struck
union select target_domain from struck
union select domain from gone_readings;

-- name: count_struck
select (select count(*) from struck) + (select count(*) from gone_readings);

-- name: unread
delete from known_readings using wanted w
where known_readings.reporter = w.reporter or is_of(w.names, known_readings.evidence);

-- name: struck_spots
create or replace temp table spots as
select filename, file_row_number as row, bucket, l.source_domain, l.target_domain
from read_parquet($old, filename = true, file_row_number = true) l
where bucket between $low and $high and hash(l.source_domain) % $parts = $part
  and ((target_domain, source_domain) in (select (target_domain, source_domain) from struck)
       or source_domain in (select domain from gone_readings))
  and not exists (select 1 from dead d
                  where d.file = parse_filename(l.filename) and d.row = l.file_row_number);

-- name: struck_touched
create or replace temp table touched as
select distinct source_url, target_domain from near
where (source_url, target_domain) in (select (source_url, target_domain) from struck);

-- name: forgotten
-- A voice that other files told too stays, with their places; a time that only what goes has told
-- goes with it, and so does a loss that the newest of what goes has told.
delete from told using wanted w where told.reporter = w.reporter;
update told set drops = kept_drops(list_filter(
    told.drops, lambda d: not list_contains(w.digests, d.source)))
from wanted w where dropped_by(w.digests, told.drops);
create or replace temp table told as
with every as (
    select t.*, told_in(tellers, evidence, evidence_at, last_seen, first_seen) as every_file,
           list_filter(every_file, lambda x: not list_contains(w.files, x.file)) as kept,
           list_filter(range(1, len(evidence) + 1),
                       lambda i: not is_of(w.names, evidence[i])) as places,
           len(kept) < len(every_file) as is_less, w.known
    from told t, wanted w
), cut as (
    select *, list_transform(kept, lambda x: x.at) as kept_at,
           list_filter(list_transform(every_file, lambda x: x.at), lambda m:
                       not list_contains(list_transform(kept, lambda x: x.at), m)) as gone_at,
           nullif(newest_of(kept), timestamp '1970-01-01') as newest,
           is_less and newest is distinct from seen_at as is_older,
           by_age(kept)[:$evidence_kept] as named
    from every where len(kept) > 0
)
select * exclude (every_file, kept, places, is_less, known, kept_at, gone_at, newest, is_older,
                  named) replace (
    few(kept, $tellers_kept) as tellers,
    if(len(places) > 0, list_transform(places, lambda i: evidence[i]),
       list_transform(named, lambda x: coalesce(known[x.file], reporter))) as evidence,
    if(len(places) > 0, list_transform(places, lambda i: evidence_at[i]),
       list_transform(named, lambda x: x.at)) as evidence_at,
    if(is_less, newest, seen_at) as seen_at,
    if(is_less, seen_by(kept), last_seen) as last_seen,
    if(is_less, known_since(kept), first_seen) as first_seen,
    if(list_contains(gone_at, followed_at), if(followed, newest, null), followed_at)
        as followed_at,
    if(list_contains(gone_at, unfollowed_at), if(not followed, newest, null), unfollowed_at)
        as unfollowed_at,
    if(is_older, said_lost(kept, newest), told_lost_on) as told_lost_on,
    if(is_older, null, told_lost_reason) as told_lost_reason,
    if(is_older, null, vendor_lost_reason) as vendor_lost_reason)
from cut;

-- name: struck_edges
-- An edge that another file told too stays, with that file's dates.
create or replace temp table old as
select parse_filename(filename) as file, file_row_number as row,
       l.* exclude (filename, file_row_number)
from read_parquet($old, filename = true, file_row_number = true) l, wanted w
where bucket between $low and $high
  and (l.reporter = w.reporter or told_by(w.files, w.names, tellers, [evidence]))
  and not exists (select 1 from dead d
                  where d.file = parse_filename(l.filename) and d.row = l.file_row_number);
create or replace temp table killed as
select file, row, bucket, target_domain as domain, '' as source_domain from old;
create or replace temp table ready as
with every as (
    select l.* exclude (file, row), w.names, w.known, list_filter(
               told_in(tellers, [evidence], [edge_at(last_seen, lost_on)], last_seen, first_seen),
               lambda x: not list_contains(w.files, x.file)) as kept
    from old l, wanted w where l.reporter <> w.reporter
)
select * exclude (names, known, kept) replace (
    few(kept, $tellers_kept) as tellers,
    if(is_of(names, evidence), coalesce(known[by_age(kept)[1].file], reporter), evidence)
        as evidence,
    seen_by(kept) as last_seen, known_since(kept) as first_seen,
    if(newest_of(kept) = edge_at(last_seen, lost_on), lost_on,
       said_lost(kept, newest_of(kept))) as lost_on)
from every where len(kept) > 0;

-- name: struck_rows
create or replace temp table killed as
select parse_filename(filename) as file, file_row_number as row, bucket, {domain} as domain,
       '' as source_domain
from read_parquet($old, filename = true, file_row_number = true) l, wanted w
where bucket between $low and $high and ({goes})
  and not exists (select 1 from dead d
                  where d.file = parse_filename(l.filename) and d.row = l.file_row_number);
