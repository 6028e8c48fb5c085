-- The questions to the index, one named text each; asked by read.py, listing.py and profile.py.
-- {links}, {rollup}, {pages} … stand for the living rows of that kind; see `whole` and `patched`.

-- name: nothing
(select * from empty_{kind})

-- name: whole
(select * from read_parquet(${kind}_files) where {of})

-- name: patched
(select * exclude (filename, file_row_number)
 from read_parquet(${kind}_files, filename = true, file_row_number = true) l
 where {of} and not exists (
     select 1 from read_parquet(${kind}_dead) d
     where {of_dead} and d.file = parse_filename(l.filename) and d.row = l.file_row_number))

-- name: link_columns
source_url, source_domain, target_url, target_domain, occurrence, anchor,
coalesce(kind, 'unknown') as kind, nofollow, ugc, sponsored, followed,
coalesce(placement, 'unknown') as placement, placement_probability, sitewide, position,
block_density, "left", "right", external_links, internal_links, source_title, source_language,
page_type, page_status, noindex, published_on, context_html, first_seen, last_seen,
vendor_lost_reason, vendor_scores, target_known, state, started_on, lost_on, lost_reason,
case when also_by is null then sources else list_sort(list_concat(sources, also_by)) end
    as sources,
case when also_at is null then evidence
     else list_concat(evidence, list_transform(also_at, lambda u: 'also at ' || u)) end as evidence,
disagreements

-- name: links
select {only} from (select {columns} from {links} where {clauses})
order by {order} limit $limit offset $offset

-- name: count_links
select count(*) from {links} where {clauses}

-- name: referring_domains
select source_domain, links, followed_links, all_links, coalesce(placement, 'unknown') as placement,
       followed, ugc, sponsored, sitewide, first_seen, last_seen, started_on, lost_on, lost_reason,
       state, source_url, target_url, anchor, source_language, page_type, 'pages' as basis
from {rollup} where all_links > 0
union all by name
select source_domain, sum(links)::bigint as links, sum(followed_links)::bigint as followed_links,
       sum(links)::bigint as all_links, min(first_seen) as first_seen, max(last_seen) as last_seen,
       case when not bool_or(lost_on is null) then max(lost_on) end as lost_on,
       case when bool_or(lost_on is null) then 'live' else 'lost' end as state, 'domain' as basis
from (select source_domain, reporter, max(lost_on) as lost_on, min(first_seen) as first_seen,
             max(last_seen) as last_seen, max(links) as links,
             max(followed_links) as followed_links
      from (select source_domain, source, reporter, first_seen, last_seen, lost_on,
                   coalesce(links, 1) as links, followed_links
            from {edges} where source_domain <> target_domain)
      group by source_domain, reporter)
where source_domain not in (select source_domain from {rollup} where all_links > 0)
group by source_domain

-- name: referring_page
select * from ({referring}) where state in (select unnest($states))
order by links desc, source_domain limit $limit offset $offset

-- name: narrow_links
-- `stands` says whether a row is counted: a backlink, and standing.
-- The hash stands for the source domain: counting distinct numbers is four times as fast as names,
-- and among a million domains two share one with a chance of 0.000003 %.
create or replace temp table narrow as
select hash(source_domain) as source, target_url, anchor, kind, followed, nofollow, ugc, sponsored,
       placement, state, page_type, sitewide, started_on is null as start_unknown,
       is_backlink(kind) as is_backlink, is_backlink and stands(state) as stands
from {links} where twin_of is null

-- name: narrow_rollup
create or replace temp table rolled as
select source_domain, links, followed_links, started_on, lost_on, source_language, page_type,
       links > 0 as stands, all_links > 0 as known
from {rollup}

-- name: totals
select count(*) filter (stands) as backlinks,
       count(*) filter (stands and followed) as followed,
       count(*) filter (stands and followed is not null) as told,
       count(*) filter (stands and nofollow) as nofollow,
       count(*) filter (stands and ugc) as ugc,
       count(*) filter (stands and sponsored) as sponsored,
       count(*) filter (stands and sitewide) as sitewide,
       count(*) filter (stands and start_unknown) as start_unknown,
       count(*) filter (is_backlink and state = 'lost') as lost,
       count(*) filter (is_backlink and state = 'broken') as broken,
       count(*) filter (is_backlink and state = 'redirected') as redirected,
       count(*) filter (not is_backlink and stands(state)) as other_kinds
from narrow

-- name: standing_links
select count(*) as backlinks, count(*) filter (followed) as followed, count(followed) as told
from {links} where twin_of is null and is_backlink(kind) and stands(state)

-- name: newest
select greatest(max(first_seen), max(last_seen), max(lost_on)) as newest from {rollup}

-- name: domain_totals
select count(*) filter (stands) as referring, count(*) filter (followed_links > 0) as followed,
       count(*) filter (started_on > $since and started_on <= $as_of) as new,
       count(*) filter (stands and started_on is null) as start_unknown,
       count(*) filter (lost_on > $since and lost_on <= $as_of) as lost
from rolled

-- name: only_domain
select count(distinct source_domain) from {edges}
where lost_on is null and source_domain <> target_domain
  and source_domain not in (select source_domain from rolled where known)

-- name: weeks
select week, sum(new)::bigint as new, sum(lost)::bigint as lost,
       sum(unknown)::bigint as lost_start_unknown
from (
    select date_trunc('week', started_on)::date as week, 1 as new, 0 as lost, 0 as unknown
    from rolled where started_on <= $as_of
    union all
    select date_trunc('week', lost_on)::date as week, 0 as new, 1 as lost,
           (started_on is null)::int as unknown
    from rolled where lost_on <= $as_of
) group by week order by week

-- name: by_placement
select coalesce(placement, 'unknown') as placement, count(*) as links,
       count(distinct source) as referring_domains
from narrow where stands group by 1 order by links desc, 1

-- name: by_kind
select coalesce(kind, 'unknown') as kind, count(*) as links,
       count(distinct source) as referring_domains
from narrow where stands(state) group by 1 order by links desc, 1

-- name: by_anchor
select anchor, count(*) as links, count(distinct source) as referring_domains,
       count(*) filter (followed) as followed_links
from narrow where stands group by anchor
order by referring_domains desc, links desc, anchor nulls last limit $top

-- name: by_target
select target_url, count(*) as links, count(distinct source) as referring_domains,
       count(*) filter (followed) as followed_links
from narrow where stands group by target_url
order by referring_domains desc, links desc, target_url limit $top

-- name: by_tld
select split_part(source_domain, '.', -1) as tld, count(*) as referring_domains,
       sum(links)::bigint as links
from rolled where stands group by 1 order by referring_domains desc, 1

-- name: by_language
select coalesce(source_language, 'unknown') as language, count(*) as referring_domains,
       sum(links)::bigint as links
from rolled where stands group by 1 order by referring_domains desc, 1

-- name: by_page_type
select coalesce(page_type, 'unknown') as page_type, count(*) as links,
       count(distinct source) as referring_domains
from narrow where stands group by 1 order by links desc, 1

-- name: anchors
select anchor, source_domain, count(*) as links, count(*) filter (followed) as followed_links,
       min(first_seen) as first_seen
from {links} where stands(state) and is_backlink(kind) and twin_of is null
group by anchor, source_domain
order by anchor nulls last, source_domain

-- name: most_linked
select target_domain, count(*) as referring_domains, sum(links)::bigint as links,
       sum(followed_links)::bigint as followed_links
from {rollup} where links > 0
group by target_domain order by referring_domains desc, links desc, target_domain limit $limit

-- name: pages_of_domain
select * exclude (bucket) from {pages} order by url

-- name: pages_of_urls
select * exclude (bucket) from {pages} where url in (select unnest($urls)) order by url

-- name: page_texts
select url, domain, language, title, text from {pages} where text is not null and text <> ''

-- name: ranks
select domain, list, rank, as_of, scores from {ranks} order by domain, rank, list

-- name: domain_edges
select source_domain, target_domain, links, followed_links,
       coalesce(placement, 'unknown') as placement, followed, ugc, sponsored, sitewide, position,
       first_seen, last_seen, 'pages' as basis, p.takes_comments
from {rollup} r
left join (select url, takes_comments from {pages} where takes_comments) p
  on p.url = r.source_url and coalesce(r.placement, 'unknown') = 'unknown'
where links > 0 and source_domain <> target_domain
union all by name
select e.source_domain, e.target_domain, max(e.links) as links,
       max(e.followed_links) as followed_links, max(e.followed_links) > 0 as followed,
       min(e.first_seen) as first_seen, max(e.last_seen) as last_seen, 'domain' as basis
from (select source_domain, target_domain, reporter, sum(coalesce(links, 1))::bigint as links,
             sum(followed_links)::bigint as followed_links, min(first_seen) as first_seen,
             max(last_seen) as last_seen
      from {edges} where lost_on is null and source_domain <> target_domain
      group by source_domain, target_domain, reporter) e
where not exists (select 1 from {rollup} r
                  where r.source_domain = e.source_domain and r.target_domain = e.target_domain
                    and r.links > 0)
group by e.source_domain, e.target_domain

-- name: footprints
select distinct domain, unnest(owner_ids) as footprint from {pages}
union
select distinct domain, ip || ' ' || template as footprint from {pages}
where template is not null and words >= $least_words
  and ip in (select ip from {pages} group by ip having count(distinct domain) <= $most_domains)

-- name: owner_ids
select distinct domain, unnest(owner_ids) as footprint from {pages} order by domain, footprint

-- name: owner_id_sites
select footprint, count(distinct domain) as sites
from (select domain, unnest(owner_ids) as footprint from {pages} where list_has_any(owner_ids, $ids))
where footprint in (select unnest($ids)) group by footprint order by footprint

-- name: linking_pages
-- The linking pages, and the first few others of each linking site; long texts are cut.
select * exclude (bucket, text), left(text, $most_chars) as text from {pages}
where url in (
    select url from (select url, is_linking,
                            row_number() over (partition by domain, is_linking order by url) as turn
                     from (select p.url, p.domain, l.url is not null as is_linking from {pages} p
                           left join (select distinct unnest($urls) as url) l using (url)))
    where is_linking or turn <= $more)
order by url

-- name: linking_out
-- Where sites link, the targets that fewest link to first, and how many domains link to each.
with edges as (
    select source_domain, target_domain, links, first_seen
    from {rollup} where links > 0 and source_domain <> target_domain
    union all
    select source_domain, target_domain, coalesce(links, 1) as links, first_seen
    from {edges} where lost_on is null and source_domain <> target_domain
), pairs as (
    select source_domain, target_domain, max(links)::bigint as links, min(first_seen) as first_seen
    from edges where source_domain in (select unnest($sites))
    group by source_domain, target_domain
), spread as (
    select target_domain, count(distinct source_domain) as sources from edges
    where target_domain in (select target_domain from pairs) group by target_domain
)
select source_domain, target_domain, links, first_seen, sources from pairs
join spread using (target_domain)
qualify row_number() over (partition by source_domain order by sources, target_domain) <= $most
order by source_domain, target_domain

-- name: linking_in
-- Who links to sites: the owner's and each other first, then the first few of everybody.
with edges as (
    select source_domain, target_domain, links from {rollup}
    where links > 0 and source_domain <> target_domain
    union all
    select source_domain, target_domain, coalesce(links, 1) as links from {edges}
    where lost_on is null and source_domain <> target_domain
), pairs as (
    select source_domain, target_domain, max(links)::bigint as links from edges
    group by source_domain, target_domain
)
select source_domain, target_domain, links from pairs
qualify row_number() over (
    partition by target_domain
    order by source_domain in (select unnest($first)) desc, source_domain) <= $most
order by source_domain, target_domain

-- name: linking_counts
select target_domain as domain, count(distinct source_domain) as referring_domains
from (select target_domain, source_domain from {rollup}
      where links > 0 and source_domain <> target_domain
      union all
      select target_domain, source_domain from {edges}
      where lost_on is null and source_domain <> target_domain)
group by target_domain order by domain

-- name: linking_footprints
with told as (
    select domain, 'owner id' as kind, unnest(owner_ids) as value from {pages}
    union all select domain, 'server', ip from {pages} where ip is not null
    union all select domain, 'block', block(ip) from {pages} where ip is not null
    union all select domain, 'template', template::varchar from {pages} where template is not null
), ours as (
    select distinct domain, kind, value from told
    where domain in (select unnest($sites)) and value <> ''
)
select o.domain, o.kind, o.value, c.domains from ours o
join (select t.kind, t.value, count(distinct t.domain) as domains from told t
      semi join ours s on t.kind = s.kind and t.value = s.value group by 1, 2) c
  using (kind, value)
order by o.kind, o.value, o.domain

-- name: linking_lives
-- When pages of sites were read, as far as that tells anything of the sites. A site is new only in a
-- week in which most of the sites that were read had been read before: else it is the crawl that is
-- new. It was away only while others were read, and is gone only where somebody asked again.
with told as (
    select domain, date_trunc('day', fetched_at) as day, coalesce(status, 0) in (0, 200) as is_good
    from {readings}
), days as (
    select distinct domain, day from told where is_good
), firsts as (
    select domain, min(day) as day from days group by domain
), looked as (
    select date_trunc('week', day) as week, count(distinct domain) as sites from days group by week
), telling as (
    select week from looked
    where sites > 2 * (select count(*) from firsts where date_trunc('week', day) = week)
), rounds as (
    select week from looked where sites >= $share * (select count(*) from firsts)
), mine as (
    select *, lag(day) over (partition by domain order by day) as before
    from days where domain in (select unnest($sites))
), lives as (
    select domain, min(day) as born_at, max(day) as last_at, arg_max(day, day - before) as back_at,
           arg_max(before, day - before) as left_at
    from mine group by domain
), asked as (
    select domain, max(day) as asked_at from told where not is_good group by domain
)
select domain,
       case when date_trunc('week', born_at) in (select week from telling) then born_at end
           as first_seen,
       case when asked_at > last_at then last_at end as last_seen,
       case when left_at is null then 0
            when (select count(*) from rounds
                  where week > left_at and week + interval 7 day < back_at) >= $rounds
            then date_diff('day', left_at, back_at) end::integer as gap_days,
       back_at
from lives left join asked using (domain) order by domain

-- name: linking_turnover
-- Of sites that came back: how many domains each linked before and how many of them no more, how
-- many it links now and how many of them only since. Of the pages that answered before and were
-- asked again since: how many, and how many still answer, as no newcomer's do; without the front
-- page and what every site of one program or trade has, which a newcomer has too. And whether the
-- site was gone in between, rather than not asked: its front page failed, or several pages did. A
-- robot that is sent away was not shown that the site is gone.
with asked as (
    select unnest($sites) as domain, date_trunc('day', unnest($back)::timestamp) as back_at
), pairs as (
    select a.domain, r.first_seen < a.back_at as is_old, r.links > 0 as stands
    from asked a join {rollup} r on r.source_domain = a.domain
    where r.all_links > 0 and r.target_domain <> a.domain and r.first_seen is not null
), counted as (
    select domain, count(*) filter (is_old) as before,
           count(*) filter (is_old and not stands) as gone,
           count(*) filter (stands) as now, count(*) filter (stands and not is_old) as fresh
    from pairs group by domain
), fetched as (
    select a.domain, r.url, r.fetched_at, a.back_at, coalesce(r.status, 0) in (0, 200) as is_good,
           r.status >= 400 and r.status not in (401, 403, 405, 406, 429, 451) as is_failed,
           not regexp_matches(r.url, '^[a-z]+://[^/]+/.') as is_front
    from asked a join {readings} r on r.domain = a.domain
), again as (
    select domain, url, bool_or(is_good and fetched_at >= back_at) as answers
    from fetched where not is_front and not regexp_matches(lower(url), $common)
    group by domain, url
    having bool_or(is_good and fetched_at < back_at) and bool_or(fetched_at >= back_at)
), stayed as (
    select domain, count(*) as asked_again, count(*) filter (answers) as stayed
    from again group by domain
), left_on as (
    select domain, max(fetched_at) as at from fetched where is_good and fetched_at < back_at
    group by domain
), failed as (
    select domain, bool_or(is_front) or count(distinct url) >= $several as was_gone
    from fetched join left_on using (domain)
    where is_failed and fetched_at > left_on.at and fetched_at < back_at
    group by domain
)
select domain, before, gone, now, fresh, coalesce(stayed, 0) as stayed,
       coalesce(asked_again, 0) as asked_again, coalesce(was_gone, false) as was_gone
from counted left join stayed using (domain) left join failed using (domain) order by domain

-- name: intersect
with several as (
    select source_domain, count(*) as targets from {rollup} where links > 0
    group by source_domain having count(*) >= $least
)
select source_domain, target_domain, targets, links, followed_links,
       coalesce(placement, 'unknown') as placement, source_url, anchor, first_seen
from {rollup} join several using (source_domain) where links > 0
order by targets desc, source_domain, target_domain

-- name: sources
select * from {sources} order by digest

-- name: sources_of_digest
select * from {sources}

-- name: standing_pairs
select hash(target_domain, source_domain) as pair, links from {rollup} where links > 0

-- name: standing_changes
select coalesce(sum(b.links), 0)::bigint as before, coalesce(sum(a.links), 0)::bigint as after,
       coalesce(sum(greatest(coalesce(a.links, 0) - coalesce(b.links, 0), 0)), 0)::bigint as come,
       coalesce(sum(greatest(coalesce(b.links, 0) - coalesce(a.links, 0), 0)), 0)::bigint as gone
from before b full join {keyed} a on a.pair = b.pair

-- name: keyed_links
select source_url, source_domain, target_url, occurrence, anchor, followed, placement, state,
       lost_on, lost_reason, first_seen, last_seen, page_key(source_url) as page
from {links} where twin_of is null

-- name: changes
with after as (select * from {keyed}), joined as (
    select coalesce(a.source_url, b.source_url) as source_url,
           coalesce(a.source_domain, b.source_domain) as source_domain,
           coalesce(a.target_url, b.target_url) as target_url,
           coalesce(a.occurrence, b.occurrence) as occurrence,
           b.anchor as anchor_before, a.anchor as anchor_after, b.followed as followed_before,
           a.followed as followed_after, b.placement as placement_before,
           a.placement as placement_after, b.state as state_before, a.state as state_after,
           a.lost_on, a.lost_reason, coalesce(stands(b.state), false) as stood,
           coalesce(stands(a.state), false) as stands_now
    from before b full join after a
      on a.page = b.page and a.target_url = b.target_url
     and a.occurrence = b.occurrence
)
select case when stands_now and not stood then 'new' when stood and not stands_now then 'lost'
            else 'changed' end as change, * exclude (stood, stands_now)
from joined
where stood <> stands_now or (stands_now and (
    anchor_before is distinct from anchor_after or followed_before is distinct from followed_after
    or placement_before is distinct from placement_after
    or state_before is distinct from state_after))
order by change, source_url, target_url, occurrence
