-- Who else the sites that link to a site link to: asked by cocited.py.
-- Where pages tell of a pair, a graph or a list that still names it tells of the past.

-- name: cocited_citing
-- What stands between two sites, the sites that link to the one asked about, and whither they link.
edges as (
    select source_domain, target_domain from {rollup}
    where links > 0 and source_domain <> target_domain
    union all
    select source_domain, target_domain from {edges} e
    anti join (select source_domain, target_domain from {rollup} where links = 0) r
        using (source_domain, target_domain)
    where e.lost_on is null and source_domain <> target_domain
), mine as (
    select distinct source_domain from edges
    where target_domain = $site and source_domain not in (select unnest($own))
), pairs as (
    select distinct source_domain, target_domain from edges semi join mine using (source_domain)
)

-- name: cocited_targets
-- A site that links to hundreds says less by each of its links: its weight is 1 / ln(2 + links out),
-- and `$alone` of that where nobody links to it, as to throw-away sites.
with {citing}, linked as (
    select distinct target_domain from edges
    semi join mine on edges.target_domain = mine.source_domain
), weighed as (
    select source_domain, any_value(if(l.target_domain is null, $alone, 1)) / ln(2 + count(*))
               as weight
    from pairs left join linked l on l.target_domain = source_domain group by source_domain
)
select pairs.target_domain as domain, count(*) as shared, sum(weight) as weight
from pairs join weighed using (source_domain)
group by pairs.target_domain
having pairs.target_domain = $site or count(*) >= $least
order by pairs.target_domain = $site desc, weight desc, pairs.target_domain limit $most

-- name: cocited_sources
-- The sites that link to both, those that link to fewest first.
with {citing}, weighed as (
    select source_domain, count(*) as targets from pairs group by source_domain
)
select target_domain as domain, source_domain, targets
from pairs join weighed using (source_domain)
where target_domain in (select unnest($rivals))
qualify row_number() over (
    partition by target_domain order by targets, source_domain) <= $most
order by domain, targets, source_domain

-- name: cocited_linking
select approx_count_distinct(source_domain) as sources from (
    select source_domain from {rollup} where links > 0
    union all select source_domain from {edges} where lost_on is null)
