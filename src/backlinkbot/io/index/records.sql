-- Judging merged records by the pages that were read (live, lost, sitewide), and their roll-up.
-- Run by merge.py in this order; what comes first concerns all buckets, the rest one part.

-- name: old_readings
create or replace temp table known_readings as
select distinct * exclude (filename, file_row_number)
from read_parquet($old, filename = true, file_row_number = true) l
where domain in (select domain from read_domains)
  and not exists (select 1 from read_parquet($dead) d
                  where d.file = parse_filename(l.filename) and d.row = l.file_row_number);

-- name: read_domains
create or replace temp table page_domains as
select distinct domain from read_parquet($page_runs);
create or replace temp table read_domains as
select domain from page_domains
union select source_domain from read_parquet($link_runs)
union select target_domain from read_parquet($link_runs)
union select target_domain from complete_targets
union select source_domain from read_parquet($rollup)
      where target_domain in (select domain from page_domains)
         or target_domain in (select target_domain from complete_targets)
union select target_domain from read_parquet($rollup)
      where source_domain in (select domain from page_domains);

-- name: new_readings
create or replace temp table new_readings as
select distinct url, domain, fetched_at, reporter, status, noindex, canonical_url, redirect_url,
       reads_whole(reporter) and coalesce(status, 0) in (0, 200)
           and external_links is not null and not coalesce(cut, false) as is_full,
       evidence, bucket
from read_parquet($page_runs)
where fetched_at is not null and is_own(reporter)
qualify row_number() over (
    partition by url, fetched_at, reporter
    order by is_full desc, noindex, canonical_url, redirect_url, status, evidence) = 1;
delete from new_readings using known_readings k
where new_readings.url = k.url and new_readings.fetched_at = k.fetched_at
  and new_readings.reporter = k.reporter;

-- name: page_news
-- A page is read under any of its addresses; that one leads to another is no answer of the page.
create or replace temp table page_news as
with judged as (
    select *, page_key(url) as page, is_full and coalesce(noindex, false) as is_noindexed,
           is_full and canonical_url is not null
               and page_name(canonical_url) <> page_name(url) as is_elsewhere,
           coalesce(status, 0) in (401, 403, 429, 451) as is_refused,
           case when status in (404, 410) then 'page_gone'
                when status in (301, 302, 303, 307, 308)
                     and page_key(redirect_url) is distinct from page_key(url) then 'redirected'
                when is_full then 'removed_from_html' end as loss
    from (select * from known_readings union all by name select * from new_readings)
), good as (
    select page,
           max(fetched_at) filter (is_full and not is_noindexed and not is_elsewhere) as last_good,
           max(fetched_at) filter (is_refused) as refused_at,
           max(fetched_at) filter (not is_refused) as answered_at
    from judged group by page
)
select j.page,
       list({'at': j.fetched_at, 'reason': loss} order by j.fetched_at, loss)
           filter (loss is not null) as losses,
       min(j.fetched_at) filter ((is_noindexed or is_elsewhere)
           and (last_good is null or j.fetched_at > last_good)) as hidden_since,
       case when arg_min(is_noindexed, j.fetched_at) filter ((is_noindexed or is_elsewhere)
           and (last_good is null or j.fetched_at > last_good))
           then 'noindexed' else 'no_longer_canonical' end as hidden_reason,
       any_value(case when answered_at is null or refused_at > answered_at then refused_at end)
           as refused_at
from judged j join good using (page)
group by j.page;
create or replace temp table target_news as
select url,
       arg_max_null(case when status in (404, 410) then 'broken'
                    when status in (301, 302, 303, 307, 308) and redirect_url is not null
                         and page_name(redirect_url) <> page_name(url) then 'redirected' end,
               fetched_at) as as_target
from (select * from known_readings union all by name select * from new_readings)
where coalesce(status, 0) not in (401, 403, 429, 451)
group by url;

-- name: host_pages
create or replace temp table host_pages as
select host(url) as host, count(distinct url) as pages
from (select url, is_full from known_readings union all select url, is_full from new_readings)
where is_full group by 1 having count(distinct url) >= $least_pages;

-- name: complete_targets
-- Which targets each complete file is about: those that its own rows name, and the one it was said
-- to be about. A table of linking domains speaks of domains: one it lists loses no page's link.
-- A file can only know what was so on its own day: the one it was said to be of, else its newest.
create or replace temp table complete_files as
select unnest($names::varchar[]) as name, unnest($digests::varchar[]) as source,
       unnest($reporters::varchar[]) as reporter, nullif(unnest($targets::varchar[]), '') as target,
       unnest($days::timestamp[]) as as_of;
create or replace temp table listed_links as
select target_domain, l.reporter, name, max(coalesce(last_seen, seen_at)) as newest
from read_parquet($runs) l join complete_files c
  on c.reporter = l.reporter and is_of([c.name], l.evidence)
group by all;
create or replace temp table listed_domains as
select source_domain, target_domain, l.reporter, name, max(last_seen) as newest
from read_parquet($edge_runs) l join complete_files c
  on c.reporter = l.reporter and is_of([c.name], l.evidence)
group by all;
create or replace temp table complete_targets as
with dated as (
    select name, max(newest) as newest
    from (select name, newest from listed_links union all select name, newest from listed_domains)
    group by name
)
select distinct target_domain, c.reporter, c.source,
       least(coalesce(as_of, newest, $now::timestamp), $now::timestamp) as dropped_on,
       name in (select name from listed_domains)
           and name not in (select name from listed_links) as by_domain
from (select target_domain, name from listed_links
      union select target_domain, name from listed_domains
      union select target, name from complete_files where target is not null)
join complete_files c using (name) left join dated using (name);

-- name: records
-- The twins of a link share its fate: what any of its reporters said last, under any address.
create or replace temp table records as
with keyed as (
    select *, hash(page_key(source_url), target_url, occurrence) as link,
           coalesce(last_seen, told_at) as known_at
    from spoken
), several as (
    select *, max(last_seen) over (partition by link) as latest,
           coalesce(dropped_on >= known_at, false) or told_lost_on is not null as is_gone
    from keyed where link in (select link from keyed group by link having count(*) > 1)
), fates as (
    select link, max(known_at) as known_at,
           min(coalesce(first_seen, known_at)) as began_at,
           min(told_first) as told_first, min(own_first) as own_first,
           min(told_lost_on) filter (latest is null or told_lost_on >= latest) as lost_by_word,
           arg_min(told_lost_reason, told_lost_on)
               filter (latest is null or told_lost_on >= latest) as reason_by_word,
           case when not bool_or(len(list_filter(sources, lambda r: is_own(r))) > 0)
                     and not coalesce(max(known_at) filter (not is_gone)
                                      >= max(dropped_on) - $doubt::interval, false)
                then max(dropped_on) end as dropped_on
    from several group by link
), fated as (
    select k.* exclude (known_at, told_first, own_first, lost_by_word),
           if(f.link is null, k.known_at, f.known_at) as known_at,
           if(f.link is null, coalesce(k.first_seen, k.known_at), f.began_at) as began_at,
           if(f.link is null, k.told_first, f.told_first) as told_first,
           if(f.link is null, k.own_first, f.own_first) as own_first,
           if(f.link is null, k.lost_by_word, f.lost_by_word) as lost_by_word,
           if(f.link is null, k.told_lost_reason, f.reason_by_word) as reason_by_word,
           if(f.link is null, k.dropped_on, f.dropped_on) as left_out_on
    from keyed k left join fates f using (link)
), facts as (
    select s.*, n.refused_at, t.as_target,
           list_filter(n.losses, lambda x: x.at > s.known_at)[1] as loss,
           case when s.began_at < n.hidden_since then n.hidden_since end as hidden_at,
           n.losses[1].at as first_reading,
           n.hidden_reason,
           case when s.left_out_on >= s.known_at
                     and not is_own(coalesce(s.reporter, '')) then s.left_out_on end as dropped_at
    from fated s
    left join page_news n on n.page = page_key(s.source_url)
    left join target_news t on t.url = s.target_url
), dated as (
    select *, least(lost_by_word, loss.at, hidden_at, dropped_at) as gone_on,
           case when followed = false and unfollowed_at > followed_at then unfollowed_at end
               as unfollowed_on
    from facts
)
select * exclude (link, dropped_on, refused_at, as_target, loss, hidden_at, hidden_reason,
                  dropped_at, left_out_on, gone_on, lost_by_word, reason_by_word, unfollowed_on,
                  known_at, began_at, told_first, own_first, first_reading),
       began(told_first, own_first, first_reading, placement, published_on) as started_on,
       case when gone_on is not null then 'lost' else coalesce(as_target, 'live') end as state,
       coalesce(gone_on, unfollowed_on) as lost_on,
       case when gone_on is not null then
                case gone_on when lost_by_word then reason_by_word when loss.at then loss.reason
                     when hidden_at then hidden_reason else 'dropped_not_rechecked' end
            when unfollowed_on is not null then 'became_nofollow'
            when refused_at > known_at then 'blocked_to_us' end as lost_reason
from dated;
drop table spoken;

-- name: votes
create or replace temp table votes as
with standing as (
    select source_url, target_url from records where state <> 'lost'
    union all
    select source_url, target_url from near
    where state <> 'lost' and (source_url, target_domain) not in
          (select (source_url, target_domain) from touched)
)
select h.host, s.target_url, count(distinct s.source_url) >= $share * any_value(h.pages) as sitewide
from standing s join host_pages h on h.host = host(s.source_url)
group by h.host, s.target_url;

-- name: twins
-- Links of one page that came under several addresses (scheme, www.): the best one stands for all.
-- One told without a target page goes with the first that was told with it.
create or replace temp table twins as
with every as (
    select source_url, target_url, target_domain, occurrence, state, kind, sources, target_known
    from records
    union all
    select source_url, target_url, target_domain, occurrence, state, kind, sources, target_known
    from near
    where (source_url, target_domain) not in (select (source_url, target_domain) from touched)
), several as (
    select hash(page_key(source_url), target_domain) as page from every
    group by page having min(source_url) <> max(source_url)
), hosted as (
    select *, page_key(source_url) as page, target_known is false as is_stray,
           {'gone': not (stands(state) and is_backlink(kind)), 'to': target_url,
            'nth': occurrence} as place,
           min(place) filter (not is_stray) over (partition by page, target_domain) as first_place
    from every
    where hash(page_key(source_url), target_domain) in (select page from several)
), placed as (
    select *, case when is_stray and first_place is not null then first_place.to
                   else target_url end as to_url,
           case when is_stray and first_place is not null then first_place.nth
                else occurrence end as nth
    from hosted
), ranked as (
    select *, first_value(source_url) over best as best_url, row_number() over best as rank,
           list(source_url) over whole as urls, flatten(list(sources) over whole) as reporters
    from placed
    window whole as (partition by page, target_domain, to_url, nth),
           best as (partition by page, target_domain, to_url, nth
                    order by place.gone, is_stray, not starts_with(source_url, 'https:'),
                             length(source_url), source_url)
)
select source_url, target_url, occurrence, case when rank > 1 then best_url end as twin_of,
       case when rank = 1 then list_sort(list_filter(urls, lambda u: u <> best_url)) end as also_at,
       case when rank = 1 then list_sort(list_distinct(list_filter(
           reporters, lambda r: not list_contains(sources, r)))) end as also_by
from ranked where len(urls) > 1;

-- name: reflagged
create or replace temp table reflagged as
select n.filename, n.row, if(v.host is null, n.sitewide, v.sitewide) as sitewide,
       t.twin_of, t.also_at, t.also_by
from near n
left join votes v on v.host = host(n.source_url) and v.target_url = n.target_url
left join twins t on t.source_url = n.source_url and t.target_url = n.target_url
                 and t.occurrence = n.occurrence
where ((v.host is not null and n.sitewide is distinct from v.sitewide)
       or n.twin_of is distinct from t.twin_of or n.also_at is distinct from t.also_at
       or n.also_by is distinct from t.also_by)
  and (n.source_url, n.target_domain) not in (select (source_url, target_domain) from touched);

-- name: ready
create or replace temp table ready as select * from read_parquet($empty);
insert into ready by name
select r.*, coalesce(v.sitewide, r.told_sitewide) as sitewide, t.twin_of, t.also_at, t.also_by
from records r
left join votes v on v.host = host(r.source_url) and v.target_url = r.target_url
left join twins t on t.source_url = r.source_url and t.target_url = r.target_url
                 and t.occurrence = r.occurrence;
drop table records;

-- name: dropped_now
select count(*) from ready where lost_reason = 'dropped_not_rechecked'
and (source_url, target_url) in (select (source_url, target_url) from dropped where stood)

-- name: reflag
insert into ready by name
select l.* exclude (filename, file_row_number, sitewide, twin_of, also_at, also_by), f.sitewide,
       f.twin_of, f.also_at, f.also_by
from read_parquet($old, filename = true, file_row_number = true) l
join reflagged f on f.filename = l.filename and f.row = l.file_row_number;

-- name: may_repeat
select (select count(*) from old) + (select count(*) from reflagged);

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
select parse_filename(f.filename), f.row, n.bucket, n.target_domain, n.source_domain
from reflagged f join near n using (filename, row);
create or replace temp table ready as
select * exclude (content) from (select *, hash(*columns(*)) as content from ready)
where content not in (select hash(*columns(* exclude (file, row))) from old);

-- name: pairs
create or replace temp table pairs as
select target_domain, source_domain from ready
union select domain, source_domain from killed;
insert into moved select distinct source_domain from pairs;

-- name: marked_neighbours
create or replace temp table marked as
select filename, row from spots s
where (target_domain, source_domain) in (select (target_domain, source_domain) from pairs)
  and not exists (select 1 from killed k
                  where k.file = parse_filename(s.filename) and k.row = s.row);

-- name: neighbours
create or replace temp table neighbours as
select source_url, source_domain, target_url, target_domain, occurrence, anchor, kind, followed,
       ugc, sponsored, sitewide, placement, position, first_seen, last_seen, started_on,
       lost_on, lost_reason, state, source_language, page_type, twin_of, bucket
from read_parquet($empty);

-- name: neighbours_in_file
insert into neighbours
select source_url, source_domain, target_url, target_domain, occurrence, anchor, kind, followed,
       ugc, sponsored, sitewide, placement, position, first_seen, last_seen, started_on,
       lost_on, lost_reason, state, source_language, page_type, twin_of, bucket
from read_parquet($file, file_row_number = true) l
semi join (select row from marked where filename = $file) s on s.row = l.file_row_number;

-- name: weighed
create or replace temp table weighed as
with every as (
    select * from neighbours
    union all
    select source_url, source_domain, target_url, target_domain, occurrence, anchor, kind, followed,
           ugc, sponsored, sitewide, placement, position, first_seen, last_seen, started_on,
           lost_on, lost_reason, state, source_language, page_type, twin_of, bucket
    from ready
)
select *, is_backlink(kind) as is_link, twin_of is null as counts,
       counts and stands(state) as standing,
       case when is_link then 0 else 1000 end + case when counts then 0 else 500 end
           + case when stands(state) then 0 else 100 end
           + case followed when true then 0 when false then 20 else 10 end
           + placement_rank(placement) + coalesce(position, 1) / 2 as worth
from every;

-- name: rollup
create or replace temp table rolled as select * from read_parquet($empty);
insert into rolled by name
with summed as (
    select target_domain, source_domain,
           count(*) filter (is_link and standing) as links,
           count(*) filter (is_link and standing and followed) as followed_links,
           count(*) filter (is_link and counts) as all_links,
           count(*) filter (standing and not is_link) as other_links,
           min(first_seen) filter (is_link) as first_seen,
           max(last_seen) filter (is_link) as last_seen,
           case when not coalesce(min(coalesce(first_seen, last_seen))
                                  filter (is_link and started_on is null)
                                  < min(started_on) filter (is_link), false)
                then min(started_on) filter (is_link) end as started_on,
           case when not bool_or(standing and is_link)
                then max(lost_on) filter (is_link) end as lost_on,
           case when not bool_or(standing and is_link)
                then arg_max(lost_reason, lost_on) filter (is_link) end as lost_reason,
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
select c.* exclude (worth, row), w.state, w.kind, w.placement, w.followed, w.ugc,
       w.sponsored, w.sitewide, w.position, w.source_url, w.target_url, w.anchor, w.source_language,
       w.page_type, w.bucket
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
