"""The verb links: every backlink of a domain, with quality, readings and evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from backlinkbot.app.profile.beside import inputs, need_index
from backlinkbot.app.profile.nothing import check_reporter, explain_nothing
from backlinkbot.core.errors import BadInput
from backlinkbot.core.nouns import LinkKind, LinkState, Placement
from backlinkbot.core.urls import canonical
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.index.filters import LinkFilter, LinkOrder
from backlinkbot.logic.judge.anchors import CLASSES, NOT_TOLD
from backlinkbot.logic.judge.quality import judge_links

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.logic.judge.evidence import LinkInputs

Word = TypeVar("Word", bound=StrEnum)

BY_QUALITY = "quality"
EVERY_KIND = "all"
ORDERS = {
    "newest": LinkOrder.FIRST_SEEN,
    "seen": LinkOrder.NEWEST,
    "lost": LinkOrder.LOST,
    "source": LinkOrder.SOURCE,
}
SHOWN = (
    "source_url", "source_domain", "target_url", "target_domain", "anchor", "kind", "nofollow",
    "ugc", "sponsored", "followed", "placement", "placement_probability", "sitewide", "left",
    "right", "source_title", "source_language", "external_links", "first_seen", "last_seen",
    "started_on", "state", "lost_on", "lost_reason", "vendor_scores", "sources", "evidence",
    "disagreements", "target_known", "context_html",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LinkQuestion:
    """Which backlinks to show; empty words ask for nothing.

    `kind`: words of `LinkKind`, `EVERY_KIND`, or empty for those that are backlinks.
    """

    state: str = ""
    placement: str = ""
    kind: str = ""
    followed: bool | None = None
    source_domain: str = ""
    target: str = ""
    anchor: str = ""
    reporter: str = ""
    since: date | None = None
    until: date | None = None
    order: str = "newest"
    limit: int | None = 100
    offset: int = 0


@dataclass(frozen=True, slots=True)
class FoundLinks:
    """The rows that were asked for, and how many there are in all.

    `other_kinds`: how many more there are that are no backlinks (frames, forms, canonicals).
    """

    table: pa.Table
    total: int
    other_kinds: int = 0

    @property
    def rows(self) -> int:
        """How many rows there are in the table."""
        count: int = self.table.num_rows
        return count


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about the links of one domain, checked; how many fit it, and how many do not.

    `other_kinds`: as in `FoundLinks`.
    """

    domain: str
    question: LinkQuestion
    wishes: LinkFilter
    total: int
    other_kinds: int


def links(workspace: Workspace, domain: str, question: LinkQuestion | None = None) -> FoundLinks:
    """The backlinks of a domain with quality, five readings, sources and evidence.

    `domain`: a domain, or an address: then the links to it and to what lies under it, whatever
    their scheme and with or without "www.".

    Raises:
        BadInput: a word of the question that no link can have; says which there are.
        NotFound: the index is empty, or holds no link to that domain or address or from that
            source; says what may be meant.
    """
    found = asked(workspace, domain, question or LinkQuestion())
    question = found.question
    rows = rows_of(workspace, found, question.limit, question.offset)
    table = with_judgement(rows, inputs(workspace, found.domain, rows, whole=False))
    if question.order == BY_QUALITY:
        table = best_first(table).slice(question.offset, question.limit)
    return FoundLinks(table, found.total, found.other_kinds)


def asked(workspace: Workspace, domain: str, question: LinkQuestion) -> Asked:
    """The question put to the index; raises as `links` does."""
    page = address_under(domain)
    domain = domain_named(domain)
    need_index(workspace)
    check_reporter(workspace, question.reporter)
    if question.order not in (*ORDERS, BY_QUALITY):
        raise BadInput(f"order {question.order!r} is none of {_listed([*ORDERS, BY_QUALITY])}")
    wishes = replace(_filter(question), target_page=page)
    total = workspace.index.count_links(domain, wishes)
    if not total:
        explain_nothing(workspace, domain, page, wishes.source_domain)
    others = 0
    if not question.kind:
        others = workspace.index.count_links(domain, replace(wishes, backlinks=False))
    return Asked(domain, question, wishes, total, others)


def rows_of(workspace: Workspace, found: Asked, limit: int | None, offset: int) -> pa.Table:
    """The links that fit, in their order; all of them for one that only judging can tell."""
    index, order = workspace.index, found.question.order
    if order == BY_QUALITY:
        return index.links(found.domain, found.wishes)
    return index.links(found.domain, found.wishes, order=ORDERS[order], limit=limit, offset=offset)


def address_under(text: str) -> str | None:
    """The address that a user means beside its domain; None where only a domain or host is named.

    "example.com/blog" is one, "https://www.example.com/" is none.
    """
    bare = text.strip().partition("://")[2] or text.strip()
    path = bare.partition("/")[2]
    if not path:
        return None
    address = canonical(f"https://{bare}")
    return address or None


def best_first(table: pa.Table) -> pa.Table:
    """Live links by quality, those without one behind them; then what is no longer live, alike."""
    return table.take(in_order(table))


def in_order(table: pa.Table) -> pa.Array:
    """The places of rows with a `quality` as `best_first` has them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    live = LinkState.LIVE.value
    keys = pa.table(
        {
            "gone": pc.not_equal(pc.fill_null(table["state"], live), live),
            "quality": pc.fill_null(table["quality"], -1.0),
            "source_url": table["source_url"],
        }
    )
    order = [("gone", "ascending"), ("quality", "descending"), ("source_url", "ascending")]
    return pc.sort_indices(keys, sort_keys=order)


def _filter(question: LinkQuestion) -> LinkFilter:
    target, prefix = question.target, None
    if target.endswith("*"):
        target, prefix = "", target[:-1]
    return LinkFilter(
        states=_words(LinkState, question.state, "state"),
        placements=_words(Placement, question.placement, "placement"),
        kinds=_words(LinkKind, question.kind, "kind") if question.kind != EVERY_KIND else (),
        backlinks=None if question.kind else True,
        followed=question.followed,
        source_domain=domain_named(question.source_domain) if question.source_domain else None,
        target_url=target or None,
        target_prefix=prefix,
        anchor=question.anchor or None,
        reporter=question.reporter or None,
        since=_midnight(question.since),
        until=_midnight(question.until and question.until + timedelta(days=1)),
    )


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, UTC) if day else None


def _words(kind: type[Word], text: str, what: str) -> tuple[Word, ...]:
    if not text:
        return ()
    try:
        return tuple(kind(word.strip()) for word in text.split(","))
    except ValueError:
        raise BadInput(f"{what} {text!r} is none of {_listed(kind)}") from None


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def with_judgement(rows: pa.Table, beside: LinkInputs) -> pa.Table:
    """The columns on show, with quality and readings beside them."""
    import pyarrow as pa

    judged = judge_links(rows, beside)
    kept = rows.select([name for name in SHOWN if name in rows.column_names])
    readings = [
        [
            {
                "signal": one.signal,
                "value": one.value,
                "score": one.score,
                "sentence": one.sentence,
                "evidence": list(one.evidence),
            }
            for one in judged.readings(row)
        ]
        for row in range(rows.num_rows)
    ]
    reading = pa.struct(
        [
            ("signal", pa.string()),
            ("value", pa.float64()),
            ("score", pa.float64()),
            ("sentence", pa.string()),
            ("evidence", pa.list_(pa.string())),
        ]
    )
    place = kept.schema.get_field_index("anchor") + 1
    kept = kept.add_column(place, "anchor_class", class_words(judged.anchor_class))
    quality = pa.array(judged.quality.astype("float64").round(1), from_pandas=True)
    strength = [judged.strength_word(row) for row in range(rows.num_rows)]
    place = kept.schema.get_field_index("vendor_scores")
    known = None if beside.authority_gap else beside.authority
    kept = kept.add_column(place, "authority", authority_points(rows["source_domain"], known))
    return (
        kept.append_column("quality", quality)
        .append_column("strength", pa.array(strength, pa.string()))
        .append_column("readings", pa.array(readings, pa.list_(reading)))
    )


def class_words(codes: NDArray[np.int8]) -> pa.Array:
    """The words for codes into `anchors.CLASSES`; null where the anchor was not told."""
    import pyarrow as pa

    words = pa.array([one.value for one in CLASSES], pa.string())
    return words.take(pa.array(codes, mask=codes == NOT_TOLD))


def authority_points(domains: pa.ChunkedArray, known: pa.Table | None) -> pa.Array:
    """Our authority of each of these sites, 0..100; null where none is known.

    `known`: `node` and `authority` of a release.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if known is None:
        return pa.nulls(len(domains), pa.float64())
    at = pc.index_in(domains, value_set=known["node"].combine_chunks()).combine_chunks()
    return pc.round(known["authority"].combine_chunks().cast(pa.float64()).take(at), 1)
