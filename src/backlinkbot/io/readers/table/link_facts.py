"""Rows of a table of links as link facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.columns import link_facts
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.nouns import LinkKind
from backlinkbot.io.readers.table.columns_read import TypedColumns
from backlinkbot.io.readers.table.roles import SCORE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.io.readers.format import Reading
    from backlinkbot.io.readers.table.vendor import Vendor

# In the order in which they decide: a redirect with text is a redirect.
_KIND_FLAGS = (
    ("is_mention", LinkKind.MENTION),
    ("is_redirect", LinkKind.REDIRECT),
    ("is_frame", LinkKind.FRAME),
    ("is_form", LinkKind.FORM),
    ("is_image", LinkKind.IMAGE),
    ("is_text", LinkKind.TEXT),
)

MOST_TEXT_CHARS = 500  # as pages' anchors are cut, so that the same anchor stays the same
_RELS = ("nofollow", "ugc", "sponsored")


def links_of(typed: TypedColumns, vendor: Vendor, reading: Reading, root: str) -> Facts | None:
    """The block's usable rows as link facts, None when there is none.

    `root`: the target's address where the table tells no target pages.
    """
    import pyarrow as pa

    count = len(typed.cells)
    columns: dict[str, pa.Array] = {}
    source = typed.urls["source_url"]
    columns["source_url"], columns["source_domain"] = source.urls, source.domains
    if "target_url" in typed.urls:
        target = typed.urls["target_url"]
        columns["target_url"], columns["target_domain"] = target.urls, target.domains
    else:
        columns["target_url"] = pa.repeat(root, count)
        columns["target_domain"] = pa.repeat(reading.target, count)
        if "anchor" not in typed.cells.texts:  # an anchor tells the link from others of the page
            columns["target_known"] = pa.repeat(pa.scalar(value=False), count)
    typed.refuse_internal(columns["source_domain"], columns["target_domain"])
    typed.refuse_local(columns["source_domain"], columns["target_domain"])
    kept = typed.tell(reading.rejects)
    if not kept.any():
        return None
    columns |= _told(typed, vendor)
    columns |= _moments(typed)
    columns["occurrence"] = pa.array([0] * count, pa.int32())
    columns["reporter"] = pa.repeat(vendor.reporter, count)
    columns["evidence"] = evidence_of(typed)
    columns["vendor_scores"] = scores_of(typed, pa.float32())
    return Facts(FactKind.LINKS, as_batch(columns, link_facts(), kept))


def _told(typed: TypedColumns, vendor: Vendor) -> dict[str, pa.Array]:
    texts, values = typed.cells.texts, typed.values
    columns: dict[str, pa.Array] = {}
    for role in ("anchor", "left", "right"):
        if role in texts:
            columns[role] = _cut(texts[role])
    for role in ("source_title", "source_language"):
        if role in texts:
            columns[role] = _or_null(_cut(texts[role]))
    for role in ("external_links", "internal_links", "page_status", "sitewide"):
        if role in values:
            columns[role] = values[role]
    columns |= _rel(typed)
    columns["kind"] = _kind(typed, vendor)
    return columns | _losses(typed, vendor)


def _rel(typed: TypedColumns) -> dict[str, pa.Array]:
    """The facts about rel; `followed` where the vendor tells it or all it needs.

    A vendor with one flag for "nofollow" means by it whatever is not followed.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    columns: dict[str, pa.Array] = {
        role: typed.values[role] for role in _RELS if role in typed.values
    }
    if "followed" in typed.values:
        columns["followed"] = typed.values["followed"]
        # A followed link has none of the three; one that is not followed may have any of them.
        none = pc.if_else(columns["followed"], pa.scalar(value=False), pa.scalar(None, pa.bool_()))
        for role in _RELS:
            columns.setdefault(role, none)
    elif columns:
        any_of_them = next(iter(columns.values()))
        for column in list(columns.values())[1:]:
            any_of_them = pc.or_kleene(any_of_them, column)
        columns["followed"] = pc.invert(any_of_them)
    return columns


def _kind(typed: TypedColumns, vendor: Vendor) -> pa.Array:
    """Text, image … by the vendor's word or flags; "unknown" where it tells nothing."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    count = len(typed.cells)
    if "kind" in typed.cells.texts:
        found = translated(typed.cells.texts["kind"], vendor.kinds)
        return pc.fill_null(found, LinkKind.UNKNOWN.value)
    flags = [(role, kind) for role, kind in _KIND_FLAGS if role in typed.values]
    rest = LinkKind.UNKNOWN
    if flags and all(role != "is_text" for role, _ in flags):
        rest = LinkKind.TEXT  # a vendor that marks only the others
    kinds = np.full(count, rest.value, dtype=object)
    for role, kind in reversed(flags):
        is_so = pc.fill_null(typed.values[role], fill_value=False)
        kinds[is_so.to_numpy(zero_copy_only=False)] = kind.value
    return pa.array(kinds, pa.string())


def _losses(typed: TypedColumns, vendor: Vendor) -> dict[str, pa.Array]:
    """When and why a link is lost, in the vendor's words and, where they mean the same, in ours.

    A vendor that says "lost" without a day: the day is the last on which it was seen.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    values, texts = typed.values, typed.cells.texts
    columns: dict[str, pa.Array] = {}
    words = lost_words(texts)
    if words is not None:
        columns["vendor_lost_reason"] = _or_null(words)
        columns["lost_reason"] = translated(words, vendor.lost_reasons)
    lost_on = values.get("lost_on")
    last = values.get("last_seen", values.get("seen_at"))
    if "lost" in values and last is not None:
        nothing = pa.scalar(None, last.type)
        day = pc.if_else(pc.fill_null(values["lost"], fill_value=False), last, nothing)
        lost_on = day if lost_on is None else pc.coalesce(lost_on, day)
    if lost_on is not None:
        columns["lost_on"] = lost_on
    return columns


def lost_words(texts: Mapping[str, pa.Array]) -> pa.Array | None:
    """Why links were lost in the vendor's own words, from either of its columns."""
    import pyarrow.compute as pc

    words, others = texts.get("vendor_lost_reason"), texts.get("second_lost_reason")
    if words is None or others is None:
        return others if words is None else words
    return pc.if_else(pc.equal(words, ""), others, words)


def _moments(typed: TypedColumns) -> dict[str, pa.Array]:
    """`seen_at` is what the vendor says it saw last, null where it tells no date."""
    values = typed.values
    columns: dict[str, pa.Array] = {}
    for role in ("first_seen", "last_seen"):
        if role in values:
            columns[role] = values[role]
    told = values.get("seen_at", values.get("last_seen", values.get("first_seen")))
    if told is not None:
        columns["seen_at"] = told
    return columns


def translated(column: pa.Array, words: Mapping[str, StrEnum]) -> pa.Array:
    """The column's words as ours, null where they have no like."""
    import pyarrow as pa

    encoded = column.dictionary_encode()
    ours = [words.get("".join(word.casefold().split())) for word in encoded.dictionary.to_pylist()]
    return pa.array([w and w.value for w in ours], pa.string()).take(encoded.indices)


def _cut(column: pa.Array) -> pa.Array:
    """The texts, none longer than `MOST_TEXT_CHARS`."""
    import pyarrow.compute as pc

    longest = pc.max(pc.binary_length(column)).as_py() or 0
    if longest <= MOST_TEXT_CHARS:
        return column
    return pc.utf8_slice_codeunits(column, 0, MOST_TEXT_CHARS)


def _or_null(column: pa.Array) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)


def evidence_of(typed: TypedColumns) -> pa.Array:
    """`file.csv:17` for every row."""
    import pyarrow as pa
    import pyarrow.compute as pc

    lines = pa.array(typed.cells.lines, pa.int64()).cast(pa.string())
    return pc.binary_join_element_wise(typed.cells.name, lines, ":")


def scores_of(typed: TypedColumns, kind: pa.DataType) -> pa.Array:
    """The vendor's own numbers by name; null where it has none for a row."""
    import numpy as np
    import pyarrow as pa

    names = [role for role in typed.values if role.startswith(SCORE)]
    if not names:
        return pa.nulls(len(typed.cells), pa.map_(pa.string(), kind))
    columns = [_as_floats(typed.values[name]) for name in names]
    table = np.stack(columns, axis=1)
    told = np.isfinite(table)
    offsets = np.concatenate(([0], np.cumsum(told.sum(axis=1)))).astype(np.int32)
    which = np.broadcast_to(np.arange(len(names), dtype=np.int32), told.shape)[told]
    keys = pa.array([name.removeprefix(SCORE) for name in names], pa.string()).take(pa.array(which))
    return pa.MapArray.from_arrays(pa.array(offsets), keys, pa.array(table[told]).cast(kind))


def _as_floats(column: pa.Array) -> NDArray[np.float64]:
    import pyarrow as pa

    floats: NDArray[np.float64] = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return floats


def as_batch(
    columns: Mapping[str, pa.Array], schema: pa.Schema, kept: NDArray[np.bool_]
) -> pa.RecordBatch:
    """The kept rows with this schema; columns that are not there are null."""
    import pyarrow as pa

    count = len(kept)
    arrays = []
    for field in schema:
        column = columns.get(field.name)
        if column is None:
            column = pa.nulls(count, field.type)
        elif column.type != field.type:
            column = column.cast(field.type, safe=False)
        arrays.append(column)
    batch = pa.RecordBatch.from_arrays(arrays, schema=schema)
    return batch if kept.all() else batch.filter(pa.array(kept))
