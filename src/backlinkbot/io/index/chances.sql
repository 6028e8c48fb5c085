-- Questions of the tactics: who could link to a site; asked by chances.py.
-- Each reads only the columns and buckets that it needs; texts are looked through once for all.

-- name: chance_pages
-- Pages that say something a tactic listens to, in their text ($said) or in title and address
-- ($headed); of each site the $each that say most. A page is never that of the $own sites.
with told as (
    select url, domain, title, language, page_type, author, published_on, external_links, words,
           takes_comments, evidence, coalesce(text, '') as text,
           coalesce(title, '') || ' ' || regexp_replace(url, '^[a-z]+://[^/]+', '') as head,
           case when not ends_with(host(canonical_url), domain) then canonical_url end as copy_of
    from {pages}
    where coalesce(status, 200) in (0, 200) and noindex is not true
      and domain not in (select unnest($own))
), heard as (
    select * exclude (text, head),
           regexp_extract_all(text, $brand)[:$hits] as brand,
           regexp_extract_all(text, $credit)[:$hits] as credit,
           regexp_extract_all(text, $guest)[:$hits] as guest,
           regexp_extract_all(text, $terms)[:$hits] as terms,
           regexp_extract_all(text, $copied)[:$hits] as copied,
           regexp_extract_all(head || ' ' || text, $junk)[:$hits] as junk,
           regexp_extract_all(text, $topic)[:$hits] as topic,
           nullif(regexp_extract(head, $guest_head), '') as guest_head,
           nullif(regexp_extract(head, $list_head), '') as list_head,
           nullif(regexp_extract(head, $directory_head), '') as directory_head,
           nullif(regexp_extract(head, $partner_head), '') as partner_head,
           nullif(regexp_extract(head, $topic_head), '') as topic_head
    from told
    where regexp_matches(text, $said) or regexp_matches(head, $headed)
          or ($copies and copy_of is not null)
)
select * from heard
qualify row_number() over (partition by domain order by
    (len(brand) > 0)::int * 8 + (len(credit) > 0)::int * 8 + (guest_head is not null)::int * 4
    + (len(guest) > 0)::int * 3 + (partner_head is not null)::int * 2
    + (list_head is not null)::int + (directory_head is not null)::int
    + (topic_head is not null)::int desc, url) <= $each
order by domain, url limit $most

-- name: chance_lists
-- Pages that link to rivals and are lists by type, placement, title or address: one row a page.
select source_url as url, source_domain as domain, max(source_title) as title,
       max(source_language) as language, max(page_type) as page_type,
       max(external_links) as external_links,
       list_sort(list(distinct target_domain)) as rivals,
       list_sort(list(distinct target_url))[:20] as targets,
       bool_or(coalesce(followed, true)) as followed, bool_and(sponsored is true) as is_paid,
       bool_or(placement = 'list/directory') as is_listed, mode(placement) as placement,
       max(anchor) as anchor, max(last_seen) as last_seen, any_value(evidence)[1] as evidence
from {links}
where stands(state) and is_backlink(kind) and twin_of is null
  and coalesce(placement, '') not in ('comment', 'navigation', 'footer', 'header', 'widget')
group by source_url, source_domain
having bool_or(placement = 'list/directory' or page_type in ('list', 'directory', 'profile')
               or regexp_matches(coalesce(source_title, '') || ' '
                                 || regexp_replace(source_url, '^[a-z]+://[^/]+', ''), $listed))
order by len(rivals) desc, url limit $most

-- name: chance_articles
-- Pages whose content links to rivals, with who wrote them where that is known.
select source_url as url, source_domain as domain, max(source_title) as title,
       max(page_type) as page_type, list_sort(list(distinct target_domain)) as rivals,
       max(published_on) as published_on, max(first_seen) as first_seen,
       bool_or(coalesce(followed, true)) as followed, max(external_links) as external_links,
       any_value(evidence)[1] as evidence
from {links}
where stands(state) and is_backlink(kind) and twin_of is null and placement = 'content'
  and coalesce(page_type, 'article') = 'article' and sponsored is not true and ugc is not true
group by source_url, source_domain
order by len(rivals) desc, url limit $most

-- name: chance_authors
select url, author, published_on, title, evidence from {pages}
where url in (select unnest($urls)) and author is not null order by url

-- name: chance_dead
-- Links to pages that answer 404 or 410, outside of the $own sites; those most linked first.
with broken as (
    select source_url, source_domain, target_url, target_domain, anchor, "left", "right",
           source_title, source_language, page_type, placement, followed, sponsored, ugc, last_seen,
           evidence[1] as evidence
    from {links}
    where state = 'broken' and is_backlink(kind) and twin_of is null
      and target_domain not in (select unnest($own))
      and source_domain not in (select unnest($own))
), counted as (
    select target_url, count(distinct source_domain) as sources,
           string_agg(distinct left(anchor, 80), ' | ') filter (anchor <> '') as anchors
    from broken group by target_url
)
select broken.*, sources, left(anchors, 400) as anchors from broken join counted using (target_url)
order by target_domain in (select unnest($rivals)) desc, sources desc, target_url, source_url
limit $most

-- name: chance_statuses
-- What these pages answered last: for dead targets, and for pages that are to be asked.
select url, domain, status, redirect_url, title, fetched_at, evidence from {pages}
where url in (select unnest($urls)) order by url

-- name: chance_out
-- Where some sites link, and how many domains link to each of those.
with pairs as (
    select source_domain, target_domain, links, followed_links, placement, source_url, target_url,
           anchor
    from {rollup} where links > 0 and source_domain in (select unnest($sources))
      and source_domain <> target_domain
), spread as (
    select target_domain, count(distinct source_domain) as sources from {rollup}
    where links > 0 and target_domain in (select target_domain from pairs) group by target_domain
)
select * from pairs join spread using (target_domain)
order by source_domain, target_domain limit $most

-- name: chance_variants
-- Links to names that look like the site's own.
select target_domain, source_domain, links, source_url, target_url, anchor, placement, followed,
       last_seen
from {rollup} where links > 0 and source_domain not in (select unnest($own))
order by target_domain, source_domain limit $most

-- name: chance_alive
-- Which of these sites answered with a page of their own, and whether it leads elsewhere.
select domain, count(*) filter (coalesce(status, 200) = 200 and redirect_url is null) as pages,
       count(*) as asked, max(redirect_url) as redirect_url
from {pages} group by domain order by domain

-- name: chance_own_links
-- The pages that link to the site or did, once each.
select distinct source_url from {links}

-- name: chance_changed
-- Links to the site that do not stand as they did, and those that lead to a picture alone.
select source_url, source_domain, target_url, anchor, coalesce(kind, 'unknown') as kind,
       coalesce(placement, 'unknown') as placement, ugc, sponsored, state, lost_on, lost_reason,
       evidence
from {links}
where twin_of is null and (state <> 'live' or lost_reason = 'became_nofollow'
                           or regexp_matches(target_url, $picture))
order by source_url, target_url, occurrence limit $most

-- name: chance_own_pages
select url, title, status from {pages} order by url limit $most

-- name: chance_called
-- What others call pages of some domains: of the named ones, or ($every) of the most linked ones.
with said as (
    select target_url, left(coalesce(anchor, ''), 80) as anchor,
           count(distinct source_domain) as domains
    from {links} where is_backlink(kind) and twin_of is null
      and ($every or target_url in (select unnest($urls)))
    group by all
)
select target_url, sum(domains)::bigint as times,
       coalesce(left(string_agg(anchor, ' | ' order by domains desc, anchor)
                     filter (anchor <> ''), 400), '') as anchors
from said group by target_url order by times desc, target_url limit $most

-- name: chance_pointed
-- Where certain pages link among some domains, and with which words.
select source_url, target_url, coalesce(left(anchor, 80), '') as anchor
from {links} where stands(state) and is_backlink(kind) and twin_of is null
  and source_url in (select unnest($urls))
order by source_url, target_url, occurrence limit $most

-- name: chance_assets
-- Pages of the site by how many domains link to them from content.
select target_url, count(distinct source_domain) as sources, max(anchor) as anchor from {links}
where stands(state) and is_backlink(kind) and twin_of is null and placement = 'content'
group by target_url order by sources desc, target_url limit $most
