-- The frontier of one crawl: what was found, what became of it, and in which archive it lies.
create table if not exists told (name text primary key, value text not null) without rowid;
create table if not exists sites (
    id integer primary key,
    domain text not null unique,
    waiting integer not null default 0,
    found integer not null default 0,
    fetched integer not null default 0,
    hosts integer not null default 0,
    is_open integer not null default 1
);
create index if not exists sites_waiting on sites (id) where waiting > 0 and is_open;
create table if not exists hosts (name text primary key, site integer not null) without rowid;
create table if not exists urls (
    id integer primary key,
    key integer not null unique,
    url text not null,
    site integer not null,
    kind integer not null,
    depth integer not null,
    hops integer not null,
    via integer not null,
    state integer not null default 0,
    outcome text,
    reason text,
    archive integer,
    place integer
);
create index if not exists urls_waiting on urls (site, id) where state = 0;
-- Pages that were fetched before a shorter way to them was found: their links are looked at again.
-- `depth`: where it was when they were looked at before.
create table if not exists again (id integer primary key, depth integer not null);
create table if not exists variants (key integer primary key, times integer not null);
create table if not exists outcomes (
    outcome text, reason text, times integer not null, primary key (outcome, reason)
) without rowid;
create table if not exists left_out (reason text primary key, times integer not null) without rowid;
create table if not exists archives (
    id integer primary key,
    name text not null unique,
    settled integer not null default 0,
    is_sealed integer not null default 0,
    is_read integer not null default 0
);
