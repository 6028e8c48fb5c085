-- name: contact_pages
-- Pages of some sites that most likely tell a contact, the best of each first; long texts are cut.
with pages as (
    select url, domain, title, language, author, fetched_at, evidence,
           left(coalesce(text, ''), $most_chars) as text,
           lower(regexp_replace(url, '^[a-z]+://[^/]+', '')) as path
    from {pages}
    where redirect_url is null and coalesce(status, 0) between 0 and 299
)
select url, domain, title, language, author, fetched_at, evidence, text from pages
qualify row_number() over (
    partition by domain
    order by case when url in (select unnest($urls)) then 0
                  when regexp_matches(path, $telling) then 1
                  when path in ('', '/') then 2
                  when text like '%@%' then 3
                  else 4 end,
             length(path), url) <= $each
order by domain, url
