-- How facts become records: run in this order by merge.py, one range of buckets at a time.
-- A voice is what one reporter says of one link; a record is all voices of a link, judged.

-- name: macros
-- Our own readings beside vendors' reports; those that read the page whole beside the WAT's lists.
create or replace macro is_own(reporter) as reporter in ('warc', 'arc', 'crawl', 'wat');
create or replace macro reads_whole(reporter) as reporter in ('warc', 'arc', 'crawl');
create or replace macro own_rank(reporter) as
    case reporter when 'warc' then 0 when 'arc' then 1 when 'crawl' then 2 when 'wat' then 3
        else 4 end;
create or replace macro plain(anchor) as
    lower(trim(regexp_replace(coalesce(anchor, ''), '\s+', ' ', 'g')));
create or replace macro host(url) as split_part(url, '/', 3);
create or replace macro page_name(url) as
    regexp_replace(rtrim(url, '/'), '^https?://(www\.)?', '');
create or replace macro yes_no(fact) as case when fact then 'yes' else 'no' end;
create or replace macro stands(state) as state in ('live', 'redirected');
create or replace macro placement_rank(placement) as coalesce(
    list_position(['content', 'list/directory', 'author bio', 'navigation', 'sidebar', 'header',
                   'widget', 'footer'], placement), 9);

-- name: old_readings
create or replace temp table known_readings as
select distinct * exclude (filename, file_row_number)
from read_parquet($old, filename = true, file_row_number = true)
where domain in (select domain from read_domains);

-- name: read_domains
create or replace temp table read_domains as
select distinct domain from read_parquet($page_runs)
union select distinct source_domain from read_parquet($link_runs)
union select distinct target_domain from read_parquet($link_runs);

-- name: new_readings
create or replace temp table new_readings as
select distinct url, domain, fetched_at, reporter, status, noindex, canonical_url, redirect_url,
       reads_whole(reporter) and coalesce(status, 0) in (0, 200)
           and external_links is not null as is_full,
       bucket
from read_parquet($page_runs)
where fetched_at is not null and is_own(reporter)
qualify row_number() over (
    partition by url, fetched_at, reporter
    order by is_full desc, noindex, canonical_url, redirect_url, status) = 1;
delete from new_readings using known_readings k
where new_readings.url = k.url and new_readings.fetched_at = k.fetched_at
  and new_readings.reporter = k.reporter;

-- name: page_news
create or replace temp table page_news as
with judged as (
    select *, is_full and coalesce(noindex, false) as is_noindexed,
           is_full and canonical_url is not null
               and page_name(canonical_url) <> page_name(url) as is_elsewhere,
           coalesce(status, 0) in (401, 403, 429, 451) as is_refused,
           case when status in (404, 410) then 'page_gone'
                when status in (301, 302, 303, 307, 308) then 'redirected'
                when is_full then 'removed_from_html' end as loss
    from (select * from known_readings union all by name select * from new_readings)
), good as (
    select url, max(fetched_at) filter (is_full and not is_noindexed and not is_elsewhere) as last_good,
           max(fetched_at) filter (is_refused) as refused_at,
           max(fetched_at) filter (not is_refused) as answered_at
    from judged group by url
)
select j.url,
       list({'at': j.fetched_at, 'reason': loss} order by j.fetched_at, loss)
           filter (loss is not null) as losses,
       min(j.fetched_at) filter ((is_noindexed or is_elsewhere)
           and (last_good is null or j.fetched_at > last_good)) as hidden_since,
       case when arg_min(is_noindexed, j.fetched_at) filter ((is_noindexed or is_elsewhere)
           and (last_good is null or j.fetched_at > last_good))
           then 'noindexed' else 'no_longer_canonical' end as hidden_reason,
       any_value(case when answered_at is null or refused_at > answered_at then refused_at end)
           as refused_at,
       arg_max_null(case when status in (404, 410) then 'broken'
                    when status in (301, 302, 303, 307, 308) and redirect_url is not null
                         and page_name(redirect_url) <> page_name(j.url) then 'redirected' end,
               j.fetched_at) filter (not is_refused) as as_target
from judged j join good using (url)
group by j.url;

-- name: host_pages
create or replace temp table host_pages as
select host(url) as host, count(distinct url) as pages
from (select url, is_full from known_readings union all select url, is_full from new_readings)
where is_full group by 1 having count(distinct url) >= $least_pages;

-- name: dead_rows
create or replace temp table dead as
select file, row from read_parquet($dead) where bucket between $low and $high;

-- name: told
create or replace temp table told as
select source_url, source_domain, target_url, target_domain, bucket,
       occurrence, anchor, nullif(kind, 'unknown') as kind, nofollow, ugc, sponsored, followed,
       nullif(placement, 'unknown') as placement,
       case when placement <> 'unknown' then placement_probability end as placement_probability,
       sitewide as told_sitewide, position, block_density, "left", "right", external_links,
       internal_links, source_title, source_language, page_type, page_status, noindex,
       published_on, context_html, coalesce(seen_at, last_seen) as seen_at,
       least(first_seen, last_seen, seen_at) as first_seen,
       greatest(last_seen, seen_at) as last_seen, lost_on as told_lost_on,
       lost_reason as told_lost_reason, vendor_lost_reason, vendor_scores, reporter,
       [evidence] as evidence,
       [coalesce(seen_at, last_seen, timestamp '1970-01-01')] as evidence_at,
       case when followed then seen_at end as followed_at,
       case when not followed then seen_at end as unfollowed_at,
       cast(null as timestamp) as dropped_on, false as is_old
from read_parquet($runs)
where bucket between $low and $high and hash(source_domain) % $parts = $part;

-- name: near
create or replace temp table near as
with touching as (
    select distinct source_domain as domain from told union select domain from new_readings
)
select parse_filename(l.filename) as file, l.file_row_number as row, source_url, source_domain,
       target_url, target_domain, l.bucket, occurrence, sitewide, state, sources, followed
from read_parquet($old, filename = true, file_row_number = true) l
where l.bucket between $low and $high and hash(source_domain) % $parts = $part
  and (source_domain in (select domain from touching)
       or target_domain in (select domain from new_readings)
       or target_domain in (select target_domain from complete_targets))
  and not exists (select 1 from dead d
                  where d.file = parse_filename(l.filename) and d.row = l.file_row_number);

-- name: dropped
create or replace temp table dropped as
select n.source_url, n.target_url, c.reporter, c.dropped_on
from near n join complete_targets c using (target_domain)
where list_contains(n.sources, c.reporter)
  and not exists (select 1 from told t where t.reporter = c.reporter
                  and t.source_url = n.source_url and t.target_url = n.target_url)
group by all;

-- name: touched
create or replace temp table touched as
select distinct source_url, target_url from told
union select source_url, target_url from near
      where source_url in (select url from new_readings)
         or target_url in (select url from new_readings)
union select source_url, target_url from dropped;

-- name: old
create or replace temp table old as
select parse_filename(l.filename) as file, l.file_row_number as row,
       l.* exclude (filename, file_row_number)
from read_parquet($old, filename = true, file_row_number = true) l
where l.bucket between $low and $high
  and l.target_domain in (select target_domain from told union select target_domain from near)
  and (l.source_url, l.target_url) in (select (source_url, target_url) from touched)
  and not exists (select 1 from dead d
                  where d.file = parse_filename(l.filename) and d.row = l.file_row_number);

-- name: recall
insert into told by name
select source_url, source_domain, target_url, target_domain, bucket, occurrence, anchor, kind,
       nofollow, ugc, sponsored, followed, placement, placement_probability, told_sitewide,
       position, block_density, "left", "right", external_links, internal_links, source_title,
       source_language, page_type, page_status, noindex, published_on, context_html, seen_at,
       first_seen, last_seen, told_lost_on, told_lost_reason, vendor_lost_reason, vendor_scores,
       reporter, evidence, evidence_at, followed_at, unfollowed_at, dropped_on, true as is_old
from old where voices is null
union all by name
select source_url, source_domain, target_url, target_domain, bucket, true as is_old, unnest(voice)
from (select source_url, source_domain, target_url, target_domain, bucket, unnest(voices) as voice
      from old where voices is not null);
update told set dropped_on = d.dropped_on from dropped d
where told.is_old and told.reporter = d.reporter and told.source_url = d.source_url
  and told.target_url = d.target_url and told.last_seen <= d.dropped_on
  and told.dropped_on is null;

-- name: voices
create or replace temp table voices as
with keyed as (
    select *, case when is_own(reporter) then '' else plain(anchor) end as voice_anchor,
           hash(source_url, target_url, occurrence, reporter, voice_anchor) as key
    from told
), twice as (
    select key from keyed group by key having count(*) > 1
), ranked as (
    select *, row_number() over (
        partition by source_url, target_url, occurrence, reporter, voice_anchor
        order by seen_at desc nulls last, is_old desc, evidence[1], hash(keyed)) as rank
    from keyed where key in (select key from twice)
), merged as (
    select source_url, target_url, occurrence, reporter, voice_anchor,
           arg_min(columns(* exclude (source_url, target_url, occurrence, reporter, voice_anchor,
               first_seen, last_seen, told_lost_on, told_lost_reason, vendor_lost_reason, evidence,
               evidence_at, followed_at, unfollowed_at, dropped_on, rank)), rank),
           min(first_seen) as first_seen, max(last_seen) as last_seen,
           arg_min_null(told_lost_on, rank) as told_lost_on,
           arg_min_null(told_lost_reason, rank) as told_lost_reason,
           arg_min_null(vendor_lost_reason, rank) as vendor_lost_reason,
           flatten(list(evidence order by rank)) as evidence,
           flatten(list(evidence_at order by rank)) as evidence_at,
           max(followed_at) as followed_at, list(unfollowed_at) as unfollowed,
           max(dropped_on) as dropped_on
    from ranked group by all
), trimmed as (
    select * exclude (evidence, evidence_at, unfollowed),
           list_slice(list_reverse_sort(list_filter(list_transform(evidence,
               lambda e, i: {'at': evidence_at[i], 'turn': -i, 'place': e}),
               lambda e: list_position(evidence_at, e.at) = -e.turn)), 1, $evidence_kept) as places,
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
create or replace temp table attached as
with others as (
    select * from voices where not is_own(reporter)
), own as (
    select source_url, target_url, occurrence, plain(anchor) as own_anchor
    from voices where is_own(reporter)
      and (source_url, target_url) in (select (source_url, target_url) from others)
), own_slots as (
    select source_url, target_url, min(occurrence) as first_slot from own group by all
), own_anchors as (
    select source_url, target_url, own_anchor, min(occurrence) as slot from own group by all
), counted as (
    select *, row_number() over (partition by source_url, target_url, reporter, voice_anchor
                                 order by occurrence) as nth
    from others
), numbered as (
    select *, case when voice_anchor = '' and nth = 1 then 0 else
           dense_rank() over (partition by source_url, target_url
                              order by voice_anchor = '' and nth = 1, voice_anchor, nth) - 1
           end as vendor_slot
    from counted
)
select *, occurrence as slot from voices where is_own(reporter)
union all by name
select n.* exclude (nth, vendor_slot),
       cast(coalesce(a.slot, s.first_slot, n.vendor_slot) as integer) as slot
from numbered n
left join own_slots s using (source_url, target_url)
left join own_anchors a
  on a.source_url = n.source_url and a.target_url = n.target_url
 and a.own_anchor = n.voice_anchor and n.voice_anchor <> '';
drop table voices;

-- name: spoken
create or replace temp table spoken as
with keyed as (
    select *, hash(source_url, target_url, slot) as key from attached
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
               'vendor_scores': vendor_scores, 'reporter': reporter, 'evidence': evidence,
               'evidence_at': evidence_at, 'followed_at': followed_at,
               'unfollowed_at': unfollowed_at, 'dropped_on': dropped_on} as voice,
           row_number() over (partition by source_url, target_url, slot
               order by not is_own(reporter), seen_at desc nulls last, own_rank(reporter),
                        reporter, voice_anchor, occurrence) as rank,
           max(last_seen) over (partition by source_url, target_url, slot) as latest
    from keyed where key in (select key from shared)
), merged as (
    select source_url, target_url, slot,
           arg_min(columns(* exclude (source_url, target_url, slot, occurrence, first_seen,
               last_seen, seen_at, told_lost_on, told_lost_reason, vendor_scores, reporter,
               evidence, evidence_at, followed_at, unfollowed_at, dropped_on, is_old, voice_anchor,
               key, voice, rank, latest)), rank),
           min(first_seen) as first_seen, max(last_seen) as last_seen, max(seen_at) as seen_at,
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
           case when not bool_or(is_own(reporter)) then max(dropped_on) end as dropped_on,
           list(voice order by reporter, voice_anchor, occurrence) as voices,
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
               case when bool_or(told_lost_on is not null) and bool_or(told_lost_on is null)
                   then 'state: ' || string_agg(reporter || ' says ' || case when told_lost_on
                   is null then 'live' else 'lost' end, ', ' order by reporter, rank) end
           ], lambda said: said is not null) as disagreements
    from ranked group by source_url, target_url, slot
)
select * exclude (key, slot, is_old, voice_anchor, told_lost_on, told_lost_reason),
       case when last_seen is null or told_lost_on >= last_seen then told_lost_on end
           as lost_by_word,
       told_lost_on, told_lost_reason, [reporter] as sources, cast([] as varchar[]) as disagreements
from keyed where key not in (select key from shared)
union all by name
select * exclude (slot, told_lost_on, evidence, evidence_at), slot as occurrence,
       told_lost_on as lost_by_word, told_lost_on, cast(null as varchar) as reporter,
       list_slice(list_transform(list_reverse_sort(list_transform(evidence,
           lambda e, i: {'at': evidence_at[i], 'turn': -i, 'place': e})),
           lambda p: p.place), 1, $evidence_shown) as evidence,
       cast(null as timestamp[]) as evidence_at
from merged;
drop table attached;

-- name: records
create or replace temp table records as
with facts as (
    select s.*, n.refused_at, t.as_target,
           list_filter(n.losses, lambda x: x.at > s.last_seen)[1] as loss,
           case when s.first_seen < n.hidden_since then n.hidden_since end as hidden_at,
           n.hidden_reason,
           case when s.dropped_on >= s.last_seen and not is_own(coalesce(s.reporter, ''))
                then s.dropped_on end as dropped_at
    from spoken s
    left join page_news n on n.url = s.source_url
    left join page_news t on t.url = s.target_url
), dated as (
    select *, least(lost_by_word, loss.at, hidden_at, dropped_at) as gone_on,
           case when followed = false and unfollowed_at > followed_at then unfollowed_at end
               as unfollowed_on
    from facts
)
select * exclude (refused_at, as_target, loss, hidden_at, hidden_reason, dropped_at, gone_on,
                  lost_by_word, unfollowed_on),
       case when gone_on is not null then 'lost' else coalesce(as_target, 'live') end as state,
       coalesce(gone_on, unfollowed_on) as lost_on,
       case when gone_on is not null then
                case gone_on when lost_by_word then told_lost_reason when loss.at then loss.reason
                     when hidden_at then hidden_reason else 'dropped_not_rechecked' end
            when unfollowed_on is not null then 'became_nofollow'
            when refused_at > last_seen then 'blocked_to_us' end as lost_reason
from dated;
drop table spoken;

-- name: votes
create or replace temp table votes as
with standing as (
    select source_url, target_url from records where state <> 'lost'
    union all
    select source_url, target_url from near
    where state <> 'lost' and (source_url, target_url) not in
          (select (source_url, target_url) from touched)
)
select h.host, s.target_url, count(distinct s.source_url) >= $share * any_value(h.pages) as sitewide
from standing s join host_pages h on h.host = host(s.source_url)
group by h.host, s.target_url;

-- name: reflagged
create or replace temp table reflagged as
select n.file, n.row, v.sitewide
from near n join votes v on v.host = host(n.source_url) and v.target_url = n.target_url
where n.sitewide is distinct from v.sitewide
  and (n.source_url, n.target_url) not in (select (source_url, target_url) from touched);

-- name: ready
create or replace temp table ready as select * from read_parquet($empty);
insert into ready by name
select r.*, coalesce(v.sitewide, r.told_sitewide) as sitewide
from records r left join votes v on v.host = host(r.source_url) and v.target_url = r.target_url;
drop table records;

-- name: reflag
insert into ready by name
select l.* exclude (filename, file_row_number, sitewide), f.sitewide
from read_parquet($old, filename = true, file_row_number = true) l
join reflagged f on f.file = parse_filename(l.filename) and f.row = l.file_row_number
where l.bucket between $low and $high;

-- name: compared
create or replace temp table killed as
with after as (
    select hash(*columns(*)) as content from ready
), before as (
    select file, row, bucket, target_domain as domain, source_domain,
           hash(*columns(* exclude (file, row))) as content
    from old
)
select file, row, bucket, domain, source_domain
from before where content not in (select content from after)
union all
select f.file, f.row, n.bucket, n.target_domain, n.source_domain
from reflagged f join near n using (file, row);
create or replace temp table ready as
select * exclude (content) from (select *, hash(*columns(*)) as content from ready)
where content not in (select hash(*columns(* exclude (file, row))) from old);

-- name: may_repeat
select (select count(*) from old) + (select count(*) from reflagged);

-- name: pairs
create or replace temp table pairs as
select target_domain, source_domain from ready
union select domain, source_domain from killed;

-- name: neighbours
create or replace temp table neighbours as
select source_url, source_domain, target_url, target_domain, occurrence, anchor, followed, ugc,
       sponsored, sitewide, placement, position, first_seen, last_seen, lost_on, lost_reason,
       state, source_language, page_type, l.bucket
from read_parquet($old, filename = true, file_row_number = true) l
where l.bucket between $low and $high
  and target_domain in (select target_domain from pairs)
  and (target_domain, source_domain) in (select (target_domain, source_domain) from pairs)
  and not exists (select 1 from dead d
                  where d.file = parse_filename(l.filename) and d.row = l.file_row_number)
  and not exists (select 1 from killed k
                  where k.file = parse_filename(l.filename) and k.row = l.file_row_number);

-- name: weighed
create or replace temp table weighed as
select source_url, source_domain, target_url, target_domain, occurrence, anchor, followed, ugc,
       sponsored, sitewide, placement, position, first_seen, last_seen, lost_on, lost_reason,
       state, source_language, page_type, bucket, stands(state) as standing,
       case when stands(state) then 0 else 100 end
           + case followed when true then 0 when false then 20 else 10 end
           + placement_rank(placement) + coalesce(position, 1) / 2 as worth
from (select * from neighbours union all by name select * exclude (
          kind, nofollow, placement_probability, block_density, "left", "right", external_links,
          internal_links, source_title, page_status, noindex, published_on, context_html,
          vendor_lost_reason, vendor_scores, sources, evidence, disagreements, seen_at,
          told_sitewide, told_lost_on, told_lost_reason, reporter, evidence_at, followed_at,
          unfollowed_at, dropped_on, voices) from ready);

-- name: rollup
create or replace temp table rolled as select * from read_parquet($empty);
insert into rolled by name
with summed as (
    select target_domain, source_domain,
           count(*) filter (standing) as links,
           count(*) filter (standing and followed) as followed_links, count(*) as all_links,
           min(first_seen) as first_seen, max(last_seen) as last_seen,
           case when not bool_or(standing) then max(lost_on) end as lost_on,
           case when not bool_or(standing) then arg_max(lost_reason, lost_on) end as lost_reason,
           min(worth) as worth,
           case when count(*) = 1 then any_value(rowid) end as only_row
    from weighed group by target_domain, source_domain
), chosen as (
    select * exclude (only_row), only_row as row from summed where only_row is not null
    union all by name
    select s.* exclude (only_row), arg_min(w.rowid, {'from': w.source_url, 'to': w.target_url,
                                                     'nth': w.occurrence}) as row
    from summed s join weighed w using (target_domain, source_domain, worth)
    where only_row is null
    group by all
)
select c.* exclude (worth, row), w.state, w.placement, w.followed, w.ugc, w.sponsored, w.sitewide,
       w.position, w.source_url, w.target_url, w.anchor, w.source_language, w.page_type, w.bucket
from chosen c join weighed w on w.rowid = c.row;
drop table weighed;

-- name: old_rollup
insert into killed
select parse_filename(l.filename), l.file_row_number, l.bucket, target_domain, source_domain
from read_parquet($old, filename = true, file_row_number = true) l
where l.bucket between $low and $high
  and target_domain in (select target_domain from pairs)
  and (target_domain, source_domain) in (select (target_domain, source_domain) from pairs)
  and not exists (select 1 from dead d
                  where d.file = parse_filename(l.filename) and d.row = l.file_row_number);

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
        order by last_seen desc nulls last, links desc nulls last, is_old desc, evidence) as rank
    from every
)
select source, target, level, reporter,
       arg_min(columns(* exclude (source, target, level, reporter, first_seen, last_seen, lost_on,
                                  is_old, rank)), rank),
       min(first_seen) as first_seen, max(last_seen) as last_seen,
       arg_min_null(lost_on, rank) as lost_on
from ranked group by source, target, level, reporter;

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

-- name: fresh
create or replace temp table fresh as
select * from read_parquet($runs)
where bucket between $low and $high and hash({key}) % $parts = $part;
create or replace temp table ready as select * from read_parquet($empty);

-- name: compared_plain
create or replace temp table killed as
select file, row, bucket, {domain} as domain, '' as source_domain
from (select *, hash(*columns(* exclude (file, row))) as content from old)
where content not in (select hash(*columns(*)) from ready);
create or replace temp table ready as
select * exclude (content) from (select *, hash(*columns(*)) as content from ready)
where content not in (select hash(*columns(* exclude (file, row))) from old);

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

-- name: complete_targets
create or replace temp table complete_targets as
select distinct target_domain, reporter, $now::timestamp as dropped_on
from read_parquet($runs) where reporter in (select unnest($reporters::varchar[]))
union
select unnest($targets::varchar[]), unnest($target_reporters::varchar[]), $now::timestamp;

-- name: old_graves
insert into graves by name
select * from read_parquet($dead)
where bucket between $low and $high;
delete from graves where file not in (select unnest($kept::varchar[]));

-- name: fallen
select file, count(*) from graves group by file order by file;

-- name: whole_counts
select count(distinct source_domain)
from read_parquet($rollup, filename = true, file_row_number = true) l
where links > 0
  and not exists (select 1 from read_parquet($dead) d
                  where d.file = parse_filename(l.filename) and d.row = l.file_row_number);
