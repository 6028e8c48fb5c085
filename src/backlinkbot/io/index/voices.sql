-- From facts to voices to merged records: what every reporter says of one link.
-- Run by merge.py in this order, for the source domains of one part of a range of buckets.

-- name: told
-- A vendor's last sighting says nothing of when the link began; our own reading is a first sight.
-- One that calls a link lost speaks of that day: its word is newer than its last sighting.
create or replace temp table told as
select source_url, source_domain, if(is_stray, target_domain, target_url) as target_url,
       target_domain, bucket, if(is_stray, 0, occurrence) as occurrence, anchor,
       nullif(kind, 'unknown') as kind, nofollow, ugc, sponsored, followed,
       nullif(placement, 'unknown') as placement,
       case when placement <> 'unknown' then placement_probability end as placement_probability,
       sitewide as told_sitewide, position, block_density, "left", "right", external_links,
       internal_links, source_title, source_language, page_type, page_status, noindex,
       published_on, context_html, greatest(coalesce(seen_at, last_seen), lost_on) as seen_at,
       case when first_seen is not null or is_own(reporter)
            then least(first_seen, last_seen, seen_at) end as first_seen,
       greatest(last_seen, seen_at) as last_seen, lost_on as told_lost_on,
       lost_reason as told_lost_reason, vendor_lost_reason, vendor_scores, target_known, reporter,
       [evidence] as evidence,
       [coalesce(greatest(coalesce(seen_at, last_seen), lost_on), timestamp '1970-01-01')]
           as evidence_at,
       cast(null as struct(file ubigint, "at" timestamp, seen timestamp, began timestamp)[])
           as tellers,
       case when followed then seen_at end as followed_at,
       case when not followed then seen_at end as unfollowed_at,
       cast(null as struct("day" timestamp, source varchar)[]) as drops,
       case when coalesce(seen_at, last_seen) is null then $now::timestamp end as told_at,
       case when is_stray then target_url end as site_url, false as is_old
from (select *, target_known is false and not is_own(reporter) as is_stray
      from read_parquet($runs))
where bucket between $low and $high and hash(source_domain) % $parts = $part;

-- name: spots
-- Where the old links are that may have to be looked at again: found in the columns that are cheap
-- to read. What is fetched by its place afterwards costs what there is of it.
create or replace temp table places as
select filename, file_row_number as row, bucket, l.source_domain, l.target_domain
from read_parquet($old, filename = true, file_row_number = true) l
semi join told t on t.target_domain = l.target_domain and t.source_domain = l.source_domain;
insert into places
select filename, file_row_number, bucket, source_domain, target_domain
from read_parquet($old, filename = true, file_row_number = true)
where source_domain in (select domain from new_readings);
insert into places
select filename, file_row_number, bucket, source_domain, target_domain
from read_parquet($old, filename = true, file_row_number = true)
where target_domain in (select domain from new_readings
                        union select target_domain from complete_targets);
create or replace temp table spots as
select distinct * from places p
where bucket between $low and $high and hash(source_domain) % $parts = $part
  and not exists (select 1 from dead d
                  where d.file = parse_filename(p.filename) and d.row = p.row);
drop table places;

-- name: files_of
select distinct filename from {places} order by filename;

-- name: near
create or replace temp table near as
select '' as filename, 0::bigint as row, source_url, source_domain, target_url, target_domain,
       bucket, occurrence, sitewide, state, sources, kind, target_known, twin_of, also_at, also_by
from read_parquet($empty);

-- name: near_in_file
insert into near
select $file, file_row_number, source_url, source_domain, target_url, target_domain, bucket,
       occurrence, sitewide, state, sources, kind, target_known, twin_of, also_at, also_by
from read_parquet($file, file_row_number = true) l
semi join (select row from spots where filename = $file) s on s.row = l.file_row_number;

-- name: dropped
create or replace temp table dropped as
select n.source_url, n.target_url, target_domain, c.reporter,
       list({'day': c.dropped_on, 'source': c.source}) as drops, bool_or(n.state <> 'lost') as stood
from near n join complete_targets c using (target_domain)
where list_contains(n.sources, c.reporter)
  and not (c.by_domain and exists (
      select 1 from listed_domains d where d.reporter = c.reporter
      and d.source_domain = n.source_domain and d.target_domain = n.target_domain))
  and not exists (select 1 from told t where t.reporter = c.reporter
                  and page_key(t.source_url) = page_key(n.source_url)
                  and t.target_url = n.target_url)
  and not exists (select 1 from told t where t.reporter = c.reporter and t.site_url is not null
                  and page_key(t.source_url) = page_key(n.source_url)
                  and t.target_url = target_domain)
group by n.source_url, n.target_url, target_domain, c.reporter;

-- name: touched
-- All links of a page to a site are looked at together, under all addresses of the page: they have
-- one fate, and one of them takes in what is told without a target page.
create or replace temp table touched as
select distinct source_url, target_domain from told
union select source_url, target_domain from near
      where page_key(source_url) in (select page_key(url) from new_readings)
         or target_url in (select url from new_readings)
union select source_url, target_domain from dropped;

-- name: touched_twins
insert into touched
select distinct source_url, target_domain from near
where hash(page_key(source_url), target_domain) in
      (select hash(page_key(source_url), target_domain) from touched)
  and (source_url, target_domain) not in (select (source_url, target_domain) from touched);

-- name: marked_old
create or replace temp table marked as
select filename, row from near
where (source_url, target_domain) in (select (source_url, target_domain) from touched);

-- name: old
create or replace temp table old as
select '' as file, 0::bigint as row, * from read_parquet($empty);

-- name: old_in_file
insert into old by name
select parse_filename($file) as file, file_row_number as row, l.* exclude (file_row_number)
from read_parquet($file, file_row_number = true) l
semi join (select row from marked where filename = $file) s on s.row = l.file_row_number;

-- name: recall
insert into told by name
select source_url, source_domain, if(site_url is null, target_url, target_domain) as target_url,
       target_domain, bucket, occurrence, anchor, kind,
       nofollow, ugc, sponsored, followed, placement, placement_probability, told_sitewide,
       position, block_density, "left", "right", external_links, internal_links, source_title,
       source_language, page_type, page_status, noindex, published_on, context_html, seen_at,
       first_seen, last_seen, told_lost_on, told_lost_reason, vendor_lost_reason, vendor_scores,
       target_known, reporter, evidence, evidence_at, tellers, followed_at, unfollowed_at,
       drops, told_at, site_url, true as is_old
from old where voices is null
union all by name
select source_url, source_domain,
       if(voice.site_url is null, target_url, target_domain) as target_url, target_domain, bucket,
       true as is_old, unnest(voice)
from (select source_url, source_domain, target_url, target_domain, bucket, unnest(voices) as voice
      from old where voices is not null);
update told set drops = kept_drops(list_concat(coalesce(told.drops, []), list_filter(
    d.drops, lambda x: x.day >= coalesce(told.last_seen, told.told_at))))
from dropped d
where told.is_old and told.reporter = d.reporter and told.source_url = d.source_url
  and told.target_domain = d.target_domain
  and (told.target_url = d.target_url or told.site_url is not null);

-- name: voices
create or replace temp table voices as
with keyed as (
    select *, case when is_own(reporter) then '' else plain(anchor) end as voice_anchor,
           is_own(reporter) or is_backlink(kind) as is_link,
           hash(source_url, target_url, occurrence, reporter, voice_anchor, is_link) as key
    from told
), twice as (
    select key from keyed group by key having count(*) > 1
), ranked as (
    select *, told_in(tellers, evidence, evidence_at, last_seen, first_seen) as every_file,
           row_number() over (
        partition by source_url, target_url, occurrence, reporter, voice_anchor, is_link
        order by seen_at desc nulls last, is_old desc, evidence[1], hash(keyed)) as rank
    from keyed where key in (select key from twice)
), merged as (
    select source_url, target_url, occurrence, reporter, voice_anchor, is_link,
           arg_min(columns(* exclude (source_url, target_url, occurrence, reporter, voice_anchor,
               is_link, first_seen, last_seen, told_lost_on, told_lost_reason, vendor_lost_reason,
               evidence, evidence_at, tellers, every_file, followed_at, unfollowed_at, drops,
               told_at, rank)), rank),
           min(first_seen) as first_seen, max(last_seen) as last_seen, min(told_at) as told_at,
           arg_min_null(told_lost_on, rank) as told_lost_on,
           arg_min_null(told_lost_reason, rank) as told_lost_reason,
           arg_min_null(vendor_lost_reason, rank) as vendor_lost_reason,
           flatten(list(evidence order by rank)) as evidence,
           flatten(list(evidence_at order by rank)) as evidence_at,
           flatten(list(every_file)) as every_file,
           max(followed_at) as followed_at, list(unfollowed_at) as unfollowed,
           case when not bool_or(told_at is not null and not is_old)
                then kept_drops(flatten(list(drops) filter (drops is not null))) end as drops
    from ranked group by all
), trimmed as (
    select * exclude (evidence, evidence_at, unfollowed, every_file),
           few(each_file(every_file), $tellers_kept) as tellers,
           list_slice(each_moment(each_once(in_order(evidence, evidence_at))), 1, $evidence_kept)
               as places,
           case when not followed then coalesce(list_min(list_filter(unfollowed,
               lambda u: followed_at is null or u > followed_at)), seen_at) end as unfollowed_at
    from merged
)
select * exclude (key) from keyed where key not in (select key from twice)
union all by name
select * exclude (key, places), list_transform(places, lambda p: p.place) as evidence,
       list_transform(places, lambda p: p.at) as evidence_at
from trimmed;
drop table told;

-- name: attached
-- A vendor's word joins a link that our own readings found in the same class: what counts as a
-- backlink (text, image …) apart from what does not (frames, forms, canonicals). A word with
-- neither kind nor anchor goes with the backlink where one is told, else with what there is; and
-- so does "text" without any words where we read the page: some exports know no other kinds.
create or replace temp table attached as
with others as (
    select *, page_key(source_url) as page from voices where not is_own(reporter) and site_url is null
), own as (
    select page_key(source_url) as page, target_url, occurrence, plain(anchor) as own_anchor,
           is_backlink(kind) as is_link
    from voices where is_own(reporter)
      and (page, target_url) in (select (page, target_url) from others)
), told_classes as (
    select page, target_url, bool_or(is_link) as has_link, bool_or(is_own) as is_read
    from (select page, target_url, is_link, true as is_own from own
          union all select page, target_url, is_link, false from others
                    where kind <> 'text' or voice_anchor <> '')
    group by all
), own_slots as (
    select page, target_url, is_link as class, min(occurrence) as first_slot
    from own group by all
), own_anchors as (
    select page, target_url, is_link as class, own_anchor, min(occurrence) as slot
    from own group by all
), own_ends as (
    select page, target_url, max(occurrence) + 1 as own_end from own group by all
), counted as (
    select o.*, if(voice_anchor = '' and (kind is null or kind = 'text' and is_read),
                   coalesce(has_link, true), is_link) as class,
           row_number() over (partition by source_url, target_url, reporter, voice_anchor, is_link
                              order by occurrence) as nth
    from others o left join told_classes using (page, target_url)
), numbered as (
    select *, case when voice_anchor = '' and nth = 1 then 0 else
           dense_rank() over (partition by page, target_url, class
                              order by voice_anchor = '' and nth = 1, voice_anchor, nth) - 1
           end as vendor_slot
    from counted
), apart as (
    select *, if(class, 0, coalesce(max(vendor_slot) filter (class) over (
                  partition by page, target_url) + 1, 0)) as class_start
    from numbered
)
select * exclude (is_link), occurrence as slot from voices where is_own(reporter)
union all by name
select n.* exclude (page, is_link, class, nth, vendor_slot, class_start),
       cast(coalesce(a.slot, s.first_slot, coalesce(e.own_end, class_start) + vendor_slot)
            as integer) as slot
from apart n
left join own_slots s using (page, target_url, class)
left join own_ends e using (page, target_url)
left join own_anchors a
  on a.page = n.page and a.target_url = n.target_url and a.class = n.class
 and a.own_anchor = n.voice_anchor and n.voice_anchor <> '';

-- name: strays
create or replace temp table strays as
select * exclude (is_link) from voices where site_url is not null;
drop table voices;

-- name: any_strays
select 1 from strays limit 1

-- name: company
create or replace temp table company as
select * from attached
where (page_key(source_url), target_domain) in
      (select (page_key(source_url), target_domain) from strays);

-- name: joined
insert into attached by name
with hosts as (
    select page_key(source_url) as page, target_domain,
           arg_min({'to': target_url, 'nth': occurrence},
                   {'gone': not (stands(state) and is_backlink(kind)), 'to': target_url,
                    'nth': occurrence}) as host
    from records group by page, target_domain
), alone as (
    select page_key(source_url) as page, target_domain, min(site_url) as root
    from strays group by page, target_domain
), paged as (
    select *, page_key(source_url) as page from strays
)
select s.* exclude (target_url, page), coalesce(host.to, root) as target_url,
       coalesce(host.nth, 0) as slot
from paged s join alone using (page, target_domain)
left join hosts using (page, target_domain);

-- name: spoken
create or replace temp table spoken as
with keyed as (
    select *, hash(source_url, target_url, slot) as key,
           list_filter(drops, lambda x: x.day >= coalesce(last_seen, told_at))[1].day as dropped_on
    from {voices}
), shared as (
    select key from keyed group by key having count(*) > 1
    union select key from keyed where slot <> occurrence
), ranked as (
    select *, {'occurrence': occurrence, 'anchor': anchor, 'kind': kind, 'nofollow': nofollow,
               'ugc': ugc, 'sponsored': sponsored, 'followed': followed, 'placement': placement,
               'placement_probability': placement_probability, 'told_sitewide': told_sitewide,
               'position': position, 'block_density': block_density, 'left': "left",
               'right': "right", 'external_links': external_links,
               'internal_links': internal_links, 'source_title': source_title,
               'source_language': source_language, 'page_type': page_type,
               'page_status': page_status, 'noindex': noindex, 'published_on': published_on,
               'context_html': context_html, 'seen_at': seen_at, 'first_seen': first_seen,
               'last_seen': last_seen, 'told_lost_on': told_lost_on,
               'told_lost_reason': told_lost_reason, 'vendor_lost_reason': vendor_lost_reason,
               'vendor_scores': vendor_scores, 'target_known': target_known, 'reporter': reporter,
               'evidence': evidence, 'evidence_at': evidence_at, 'tellers': tellers,
               'followed_at': followed_at, 'unfollowed_at': unfollowed_at, 'drops': drops,
               'told_at': told_at, 'site_url': site_url} as voice,
           row_number() over (partition by source_url, target_url, slot
               order by not is_own(reporter), site_url is not null, seen_at desc nulls last,
                        own_rank(reporter), reporter, voice_anchor, occurrence, kind) as rank,
           max(last_seen) over (partition by source_url, target_url, slot) as latest,
           dropped_on is not null as is_dropped,
           is_dropped or told_lost_on is not null as is_gone
    from keyed where key in (select key from shared)
), merged as (
    select source_url, target_url, slot,
           arg_min(columns(* exclude (source_url, target_url, slot, occurrence, first_seen,
               last_seen, seen_at, told_lost_on, told_lost_reason, vendor_scores, reporter,
               evidence, evidence_at, tellers, followed_at, unfollowed_at, drops, dropped_on,
               told_at, site_url, target_known, is_old, voice_anchor, key, voice, rank, latest,
               is_dropped, is_gone)),
               rank),
           min(first_seen) as first_seen, max(last_seen) as last_seen, max(seen_at) as seen_at,
           min(first_seen) filter (not is_own(reporter)) as told_first,
           min(first_seen) filter (is_own(reporter)) as own_first, min(told_at) as told_at,
           case when bool_and(site_url is not null) then false end as target_known,
           min(told_lost_on) filter (latest is null or told_lost_on >= latest) as told_lost_on,
           arg_min(told_lost_reason, told_lost_on)
               filter (latest is null or told_lost_on >= latest) as told_lost_reason,
           list_reduce(list(vendor_scores order by rank desc)
               filter (vendor_scores is not null), lambda a, b: map_concat(a, b)) as vendor_scores,
           list_sort(list_distinct(list(reporter))) as sources,
           flatten(list(evidence order by rank)) as evidence,
           flatten(list(evidence_at order by rank)) as evidence_at,
           max(followed_at) filter (is_own(reporter)) as followed_at,
           arg_min(unfollowed_at, rank) filter (is_own(reporter)) as unfollowed_at,
           case when not bool_or(is_own(reporter))
                     and not coalesce(max(coalesce(last_seen, told_at)) filter (not is_gone)
                                      >= max(dropped_on) - $doubt::interval, false)
                then max(dropped_on) end as dropped_on,
           list(voice order by reporter, voice_anchor, occurrence, kind) as voices,
           list_filter([
               case when count(distinct nofollow) > 1 then 'nofollow: ' || string_agg(
                   reporter || ' says ' || yes_no(nofollow), ', ' order by reporter, rank) end,
               case when count(distinct ugc) > 1 then 'ugc: ' || string_agg(
                   reporter || ' says ' || yes_no(ugc), ', ' order by reporter, rank) end,
               case when count(distinct sponsored) > 1 then 'sponsored: ' || string_agg(
                   reporter || ' says ' || yes_no(sponsored), ', ' order by reporter, rank) end,
               case when count(distinct plain(anchor)) filter (anchor is not null) > 1
                   then 'anchor: ' || string_agg(
                   reporter || ' says "' || anchor || '"', ', ' order by reporter, rank) end,
               case when count(distinct kind) > 1 then 'kind: ' || string_agg(
                   reporter || ' says ' || kind, ', ' order by reporter, rank) end,
               case when bool_or(is_gone) and bool_or(not is_gone)
                   then 'state: ' || string_agg(reporter || case when is_dropped
                   then ' no longer lists it' when is_gone then ' says lost' else ' says live' end,
                   ', ' order by reporter, rank) end
           ], lambda said: said is not null) as disagreements
    from ranked group by source_url, target_url, slot
)
select * exclude (key, slot, is_old, voice_anchor, told_lost_on, told_lost_reason),
       case when last_seen is null or told_lost_on >= last_seen then told_lost_on end
           as lost_by_word,
       told_lost_on, told_lost_reason, [reporter] as sources,
       cast([] as varchar[]) as disagreements,
       case when not is_own(reporter) then first_seen end as told_first,
       case when is_own(reporter) then first_seen end as own_first
from keyed where key not in (select key from shared)
union all by name
select * exclude (slot, told_lost_on, evidence, evidence_at), slot as occurrence,
       told_lost_on as lost_by_word, told_lost_on, cast(null as varchar) as reporter,
       list_slice(list_transform(each_once(in_order(evidence, evidence_at)), lambda p: p.place),
           1, $evidence_shown) as evidence,
       cast(null as timestamp[]) as evidence_at, cast(null as varchar) as site_url,
       cast(null as struct("day" timestamp, source varchar)[]) as drops,
       cast(null as struct(file ubigint, "at" timestamp, seen timestamp, began timestamp)[])
           as tellers
from merged;
drop table {voices};
