-- Which sources told of which links to a domain: what is told of how many nobody saw.

-- name: captured_domains
select reporters, count(*) as count from (
    select source_domain, list_sort(list(distinct reporter)) as reporters from (
        select source_domain, unnest(list_concat(sources, coalesce(also_by, []))) as reporter
        from {links} where twin_of is null and is_backlink(kind) and stands(state)
        union all
        select source_domain, reporter from {edges} e
        anti join (
            select source_domain from {links} where twin_of is null and is_backlink(kind)
            group by source_domain having not bool_or(stands(state))) gone using (source_domain)
        where e.lost_on is null and source_domain <> target_domain)
    group by source_domain)
group by reporters order by reporters

-- name: captured_links
select list_sort(list_distinct(list_concat(sources, coalesce(also_by, [])))) as reporters,
       count(*) as count
from {links}
where twin_of is null and is_backlink(kind) and stands(state)
group by reporters order by reporters

-- name: disagreeing
select source_url, target_url, unnest(disagreements) as said from {links}
where twin_of is null and is_backlink(kind) and len(disagreements) > 0
order by said, source_url, target_url limit $limit

-- name: disagreeing_counts
select split_part(said, ':', 1) as fact, count(*) as links from (
    select unnest(disagreements) as said from {links}
    where twin_of is null and is_backlink(kind) and len(disagreements) > 0)
group by fact order by links desc, fact
