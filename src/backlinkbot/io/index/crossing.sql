-- Who links to which of several domains, once per linking site: asked by crossing.py on one cursor.
-- Bit 0 of `mask` is the first domain (the site), the others are its rivals in their order.

-- name: crossing_make
create or replace temp table crossing as
with told as (
    select source_domain,
           coalesce(bit_or(1 << (list_position($domains, target_domain) - 1))
                    filter (links > 0), 0) as mask,
           coalesce(max(links) filter (target_domain = $site), 0) as own,
           coalesce(max(links) filter (target_domain <> $site), 0) as most,
           bool_or(target_domain = $site) as was_read
    from {rollup} where all_links > 0 group by source_domain
), graphs as (
    select source_domain, bool_or(lost_on is null) as stands
    from {edges} where target_domain = $site and source_domain <> $site group by source_domain
)
select t.source_domain, mask, own, most, bit_count(mask >> 1)::integer as rivals,
       own = 0 and coalesce(was_read or not stands, false) as is_lost,
       own = 0 and not was_read and coalesce(stands, false) as is_told,
       t.source_domain in (select unnest($own_names)) as is_own
from told t left join graphs g using (source_domain);

-- name: crossing_counts
select mask, is_lost, is_told, is_own, own > 0 and own < most as is_less, count(*) as sources
from crossing group by all order by all

-- name: crossing_gap
select source_domain, rivals from crossing
where mask & 1 = 0 and not is_lost and not is_told and not is_own and rivals >= $least

-- name: crossing_best
select source_domain, bit_count(mask)::integer as rivals from crossing
where mask = $rivals_mask and not is_lost and not is_told and not is_own

-- name: crossing_weak
select source_domain, bit_count(mask)::integer as rivals from crossing
where own > 0 and own < most and not is_own

-- name: crossing_strong
select source_domain, bit_count(mask)::integer as rivals from crossing where mask = 1 and not is_own

-- name: crossing_shared
select source_domain, bit_count(mask)::integer as rivals from crossing
where mask = $rivals_mask + 1 and not is_own

-- name: crossing_unique
select source_domain, bit_count(mask)::integer as rivals from crossing
where bit_count(mask) = 1 and not is_own

-- name: crossing_all
select source_domain, bit_count(mask)::integer as rivals from crossing
where mask > 0 and not is_own

-- name: crossing_rows
select source_domain, max(c.mask) as mask, bool_or(c.is_lost) as is_lost,
       bool_or(c.is_told) as is_told, max(c.own) as own, max(c.most) as most,
       count(*) filter (target_domain <> $site) as rivals,
       coalesce(list(target_domain order by target_domain)
           filter (target_domain <> $site), []) as links_to,
       coalesce(sum(links) filter (target_domain <> $site), 0)::bigint as backlinks,
       coalesce(sum(followed_links) filter (target_domain <> $site), 0)::bigint
           as followed_backlinks,
       arg_min(coalesce(placement, 'unknown'), turn) filter (target_domain <> $site) as placement,
       arg_min(source_url, turn) filter (target_domain <> $site) as source_url,
       arg_min(anchor, turn) filter (target_domain <> $site) as anchor,
       min(first_seen) filter (target_domain <> $site) as first_seen,
       list({'domain': target_domain, 'links': links} order by target_domain) as cells
from (select source_domain, target_domain, links, followed_links, placement, source_url, anchor,
             first_seen, {'followed': -followed_links, 'links': -links, 'to': target_domain} as turn
      from {rollup} where links > 0 and source_domain in (select unnest($chosen))) r
join crossing c using (source_domain)
group by source_domain
