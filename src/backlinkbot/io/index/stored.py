"""What the index stores: its kinds of rows, their Arrow schemas, keys and order on disk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from backlinkbot.core import columns
from backlinkbot.core.facts import FactKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

BUCKETS = 256  # the first byte of md5(domain): two hex digits
TOLD_SINCE = 5  # the layout that began to keep `tellers`


class Kind(StrEnum):
    """One kind of rows; the value begins the names of its files."""

    LINKS = "links"
    ROLLUP = "rollup"
    PAGES = "pages"
    READINGS = "readings"
    EDGES = "edges"
    RANKS = "ranks"
    SOURCES = "sources"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Shape:
    """How rows of a kind are laid out: the column whose md5 gives the bucket, and the order."""

    domain: str
    order: tuple[str, ...]
    row_group: int = 32 * 1024  # a small domain costs one group, a group still compresses well


SHAPES = {
    Kind.LINKS: Shape(
        "target_domain",
        ("target_domain", "last_seen desc", "source_url", "target_url", "occurrence"),
    ),
    Kind.ROLLUP: Shape("target_domain", ("target_domain", "last_seen desc", "source_domain")),
    Kind.PAGES: Shape("domain", ("domain", "url"), 4 * 1024),
    Kind.READINGS: Shape("domain", ("domain", "url", "fetched_at", "reporter")),
    Kind.EDGES: Shape("target_domain", ("target_domain", "source_domain", "source", "target")),
    Kind.RANKS: Shape("domain", ("domain", "list")),
    Kind.SOURCES: Shape("digest", ("digest",)),
    Kind.DEAD: Shape("domain", ("domain", "file", "row")),
}


def given_schema(kind: FactKind) -> pa.Schema:
    """A kind of facts as readers give it."""
    return {
        FactKind.LINKS: columns.link_facts,
        FactKind.PAGES: columns.page_facts,
        FactKind.EDGES: columns.edge_facts,
        FactKind.RANKS: columns.rank_facts,
    }[kind]()


@cache
def fact_schema(kind: FactKind) -> pa.Schema:
    """A kind of facts as a draft keeps it: the fact's columns, moments without zone, its bucket."""
    return _with_bucket(_zoneless(given_schema(kind)))


@cache
def schema(kind: Kind) -> pa.Schema:
    """The columns of the stored kind; every moment is UTC without zone, in seconds."""
    return {
        Kind.LINKS: _links,
        Kind.ROLLUP: _rollup,
        Kind.PAGES: lambda: fact_schema(FactKind.PAGES),
        Kind.READINGS: _readings,
        Kind.EDGES: _edges,
        Kind.RANKS: lambda: fact_schema(FactKind.RANKS),
        Kind.SOURCES: _sources,
        Kind.DEAD: _dead,
    }[kind]()


def names_in(kind: Kind, version: int) -> list[str]:
    """The columns of a kind in a layout that this version reads."""
    return [name for name in schema(kind).names if version >= TOLD_SINCE or name != "tellers"]


def buckets(domains: pa.Array) -> pa.Array:
    """The bucket (0..255) of every domain in a column of strings."""
    from hashlib import md5

    import pyarrow as pa

    coded = domains.dictionary_encode() if not pa.types.is_dictionary(domains.type) else domains
    names = coded.dictionary.to_pylist()
    first = [md5(name.encode(), usedforsecurity=False).digest()[0] for name in names]
    return pa.array(first, pa.uint8()).take(coded.indices)


def _zoneless(schema: pa.Schema) -> pa.Schema:
    import pyarrow as pa

    moment = pa.timestamp("s")
    return pa.schema([f.with_type(moment) if pa.types.is_timestamp(f.type) else f for f in schema])


def _with_bucket(schema: pa.Schema) -> pa.Schema:
    import pyarrow as pa

    return schema.append(pa.field("bucket", pa.uint8()))


def voice_fields() -> Iterable[pa.Field]:
    """One reporter's word on one link: the facts it told, and the times that decide between two.

    `followed_at`: when it last saw the link followed; `unfollowed_at`: first seen not followed
    after that; `drops`: the days of complete sources of it that left the link out, and their
    digests; `tellers`: the files that told it, where more than one did; `told_at`: when a word
    without any date first came in; `site_url`: the front page it named, where it knows no target
    page.
    """
    import pyarrow as pa

    moment = pa.timestamp("s")
    merged = {"source_url", "source_domain", "target_url", "target_domain"}
    renamed = {"sitewide": "told_sitewide", "lost_on": "told_lost_on"}
    renamed["lost_reason"] = "told_lost_reason"
    for field in _zoneless(columns.link_facts()):
        if field.name == "evidence":
            yield pa.field("evidence", pa.list_(pa.string()))
        elif field.name not in merged:
            yield field.with_name(renamed.get(field.name, field.name)).with_nullable(nullable=True)
    yield pa.field("evidence_at", pa.list_(moment))
    for name in ("followed_at", "unfollowed_at", "told_at"):
        yield pa.field(name, moment)
    yield _tellers()
    yield pa.field("drops", pa.list_(pa.struct([("day", moment), ("source", pa.string())])))
    yield pa.field("site_url", pa.string())


def _tellers() -> pa.Field:
    """Which files told a row: md5 of the name, newest moment, last seen and known since when.

    Null where one file told it, which its evidence names; file 0 stands for the oldest of many.
    """
    import pyarrow as pa

    moment = pa.timestamp("s")
    told = [("file", pa.uint64()), *((name, moment) for name in ("at", "seen", "began"))]
    return pa.field("tellers", pa.list_(pa.struct(told)))


def _edges() -> pa.Schema:
    facts = fact_schema(FactKind.EDGES)
    return facts.insert(len(facts) - 1, _tellers())


def _links() -> pa.Schema:
    """A link record, and beside it what is needed to merge it with later facts.

    `twin_of`: the address under which this link is shown and counted, where its page came under
    several (scheme, `www.`); on that record `also_at` has the others and `also_by` their reporters.
    A record that one reporter told, in its own occurrence, is that reporter's voice itself;
    `voices` is null then. Otherwise `voices` holds every reporter's own words.
    """
    import pyarrow as pa

    shown = list(_zoneless(columns.links()))
    names = {field.name for field in shown}
    voice = list(voice_fields())
    inner = [field for field in voice if field.name not in names]
    texts = pa.list_(pa.string())
    folded = [("twin_of", pa.string()), ("also_at", texts), ("also_by", texts)]
    voices = ("voices", pa.list_(pa.struct(voice)))
    return _with_bucket(pa.schema([*shown, *inner, *folded, voices]))


def _rollup() -> pa.Schema:
    """All links of one source domain to one target domain, in numbers, and the best of them.

    `links`, `followed_links`: backlinks standing now; `all_links`: ever seen; `other_links`:
    standing frames, forms, canonicals, which are in no other number; `started_on`: when the first
    one began, null where a link whose start nobody knows may be older; `lost_on`: when the last one
    went, null while one stands; the rest describes the best standing link, else the best lost one.
    """
    import pyarrow as pa

    text, flag, moment = pa.string(), pa.bool_(), pa.timestamp("s")
    return _with_bucket(
        pa.schema(
            [
                ("target_domain", text),
                ("source_domain", text),
                ("links", pa.int64()),
                ("followed_links", pa.int64()),
                ("all_links", pa.int64()),
                ("other_links", pa.int64()),
                ("first_seen", moment),
                ("last_seen", moment),
                ("started_on", moment),
                ("lost_on", moment),
                ("lost_reason", text),
                ("state", text),
                ("kind", text),
                ("placement", text),
                ("followed", flag),
                ("ugc", flag),
                ("sponsored", flag),
                ("sitewide", flag),
                ("position", pa.float32()),
                ("source_url", text),
                ("target_url", text),
                ("anchor", text),
                ("source_language", text),
                ("page_type", text),
            ]
        )
    )


def _readings() -> pa.Schema:
    """One time a page was asked for by one of our own readers, and what it answered.

    `is_full`: the page's HTML was read whole, so that a link not found there is not there;
    `evidence`: where it can be read again.
    """
    import pyarrow as pa

    text, flag = pa.string(), pa.bool_()
    return _with_bucket(
        pa.schema(
            [
                ("url", text),
                ("domain", text),
                ("fetched_at", pa.timestamp("s")),
                ("reporter", text),
                ("status", pa.int16()),
                ("noindex", flag),
                ("canonical_url", text),
                ("redirect_url", text),
                ("is_full", flag),
                ("evidence", text),
            ]
        )
    )


def _sources() -> pa.Schema:
    import pyarrow as pa

    text, number, flag = pa.string(), pa.int64(), pa.bool_()
    reject = pa.struct([("reason", text), ("count", number)])
    return _with_bucket(
        pa.schema(
            [
                ("name", text),
                ("digest", text),
                ("format", text),
                ("reporter", text),
                ("pages", number),
                ("rows", number),
                ("links", number),
                ("rejects", pa.list_(reject)),
                ("complete", flag),
                ("truncated", flag),
                ("target", text),
                ("read_at", pa.timestamp("s")),
            ]
        )
    )


def _dead() -> pa.Schema:
    """A row of an older file that a newer one replaces: file name, row number, its domain."""
    import pyarrow as pa

    return _with_bucket(
        pa.schema([("domain", pa.string()), ("file", pa.string()), ("row", pa.int64())])
    )
