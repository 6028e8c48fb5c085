-- Rules that merging and reading share, each said once.

-- name: macros
-- Our own readings beside vendors' reports; those that read the page whole beside the WAT's lists.
create or replace macro is_own(reporter) as reporter in ('warc', 'arc', 'crawl', 'wat', 'html');
create or replace macro reads_whole(reporter) as reporter in ('warc', 'arc', 'crawl', 'html');
create or replace macro own_rank(reporter) as
    case reporter when 'warc' then 0 when 'arc' then 1 when 'crawl' then 2 when 'wat' then 3
        else 4 end;
create or replace macro plain(anchor) as
    lower(trim(regexp_replace(coalesce(anchor, ''), '\s+', ' ', 'g')));
create or replace macro host(url) as split_part(url, '/', 3);
create or replace macro page_name(url) as
    regexp_replace(rtrim(url, '/'), '^https?://(www\.)?', '');
-- The places where a link was read, newest first, of equal moments the one told first; each once.
create or replace macro in_order(evidence, evidence_at) as list_reverse_sort(list_transform(
    evidence, lambda e, i: {'at': evidence_at[i], 'turn': -i, 'place': e}));
create or replace macro each_once(places) as list_filter(places, lambda p, i:
    list_position(list_transform(places, lambda q: q.place), p.place) = i);
create or replace macro each_moment(places) as list_filter(places, lambda p, i:
    list_position(list_transform(places, lambda q: q.at), p.at) = i);
-- A page's address without scheme and leading www.: equal for twins, which are one page.
create or replace macro bare(url) as substr(url, if(starts_with(url, 'https:'), 9, 8));
create or replace macro page_key(url) as
    if(starts_with(bare(url), 'www.'), substr(bare(url), 5), bare(url));
-- Places in a file are `file.csv:17` and `archive@4711`; a saved page is named by itself.
create or replace macro file_of(place) as regexp_replace(place, '[:@][0-9]+$', '');
create or replace macro is_of(names, place) as
    list_contains(names, place) or list_contains(names, file_of(place));
-- Which files told a link (or an edge), each once: when newest, when they last saw it and since when
-- they know it. Null where one file did, of which the places and times are. A file goes by the md5 of
-- its name, which is short; beyond `$most` the oldest are one of number 0, which no name has.
create or replace macro file_id(place) as md5_number_lower(file_of(place));
create or replace macro told_in(tellers, places, moments, seen, began) as case
    when tellers is not null then tellers
    when len(list_distinct(list_transform(places, lambda p: file_of(p)))) = 1
    then [{'file': file_id(places[1]), 'at': list_max(moments), 'seen': seen, 'began': began}]
    else list_transform(places, lambda p, i: {'file': file_id(p), 'at': moments[i],
             'seen': nullif(moments[i], timestamp '1970-01-01'),
             'began': nullif(moments[i], timestamp '1970-01-01')}) end;
create or replace macro newest_of(tellers) as list_max(list_transform(tellers, lambda t: t.at));
create or replace macro seen_by(tellers) as list_max(list_transform(tellers, lambda t: t.seen));
create or replace macro known_since(tellers) as
    list_min(list_transform(tellers, lambda t: t.began));
create or replace macro together(id, tellers) as {'file': id, 'at': newest_of(tellers),
    'seen': seen_by(tellers), 'began': known_since(tellers)};
create or replace macro file_ids(tellers) as
    list_distinct(list_transform(tellers, lambda t: t.file));
create or replace macro each_file(tellers) as case
    when len(file_ids(tellers)) = len(tellers) then list_sort(tellers)
    else list_sort(list_transform(file_ids(tellers), lambda f:
             together(f, list_filter(tellers, lambda t: t.file = f)))) end;
create or replace macro by_age(tellers) as list_transform(list_reverse_sort(list_transform(tellers,
    lambda t: {'at': if(t.file = 0, timestamp '1900-01-01', t.at), 'teller': t})), lambda a: a.teller);
create or replace macro few(tellers, most) as case
    when len(tellers) = 0 or len(tellers) = 1 and tellers[1].file <> 0 then null
    when len(tellers) <= most then tellers
    else list_sort(list_append(by_age(tellers)[:most - 1],
                               together(0::ubigint, by_age(tellers)[most:]))) end;
create or replace macro said_lost(tellers, newest) as list_filter(tellers, lambda t:
    t.at = newest and t.at > coalesce(t.seen, timestamp '1970-01-01'))[1].at;
create or replace macro edge_at(last_seen, lost_on) as
    coalesce(greatest(last_seen, lost_on), timestamp '1970-01-01');
create or replace macro told_by(files, names, tellers, places) as
    len(list_filter(tellers, lambda t: list_contains(files, t.file))) > 0
    or len(list_filter(places, lambda p: is_of(names, p))) > 0;
-- When which complete sources left a link out: the first of them and the newest two, so that the
-- link stays lost when one is taken back.
create or replace macro in_time(drops) as list_sort(list_distinct(drops));
create or replace macro kept_drops(drops) as case
    when len(drops) > 3 then [in_time(drops)[1], in_time(drops)[-2], in_time(drops)[-1]]
    when len(drops) > 0 then in_time(drops) end;
create or replace macro dropped_by(digests, drops) as
    len(list_filter(drops, lambda d: list_contains(digests, d.source))) > 0;
-- The block of addresses that one customer of a provider gets: an IPv4 /24, an IPv6 /48.
create or replace macro block(ip) as case when contains(ip, ':')
    then array_to_string(list_transform(string_split(ip, ':')[1:3], lambda g: if(g = '', '0', g)),
                         ':') || '::/48'
    else regexp_replace(ip, '\.[0-9]+$', '.0/24') end;
create or replace macro yes_no(fact) as case when fact then 'yes' else 'no' end;
-- What counts as a backlink: core.nouns.BACKLINK_KINDS; frames, forms and canonicals do not.
create or replace macro is_backlink(kind) as
    coalesce(kind, 'unknown') in ('text', 'image', 'area', 'redirect', 'unknown');
create or replace macro stands(state) as state in ('live', 'redirected');
create or replace macro placement_rank(placement) as coalesce(
    list_position(['content', 'list/directory', 'author bio', 'navigation', 'sidebar', 'header',
                   'widget', 'footer'], placement), 9);
-- When a link began, null where nobody can tell: the first capture of a page that holds the link
-- proves nothing. A reporter's own first date counts while no reading of ours is older; else a
-- reading of the page without the link before the first one with it; else the day on which the
-- article was published in whose content the link stands.
create or replace macro began(told_first, own_first, first_reading, placement, published_on) as case
    when told_first is not null and (own_first is null or told_first <= own_first) then told_first
    when first_reading < own_first then own_first
    when placement = 'content' and published_on <= own_first::date then published_on::timestamp end;
