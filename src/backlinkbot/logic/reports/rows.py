"""Chooses, orders and cuts the rows of a table for a list with pages."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import pyarrow as pa
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]


def one_of(table: pa.Table, column: str, words: Sequence[str]) -> Mask:
    """Where the column is one of these words."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return _mask(pc.is_in(table[column], value_set=pa.array(list(words), pa.string())))


def contains(table: pa.Table, column: str, text: str) -> Mask:
    """Where the column holds the text, in any case; never where it is null."""
    import pyarrow.compute as pc

    return _mask(pc.match_substring(table[column], text, ignore_case=True))


def ends_with(table: pa.Table, column: str, ending: str) -> Mask:
    """Where the column ends with this; never where it is null."""
    import pyarrow.compute as pc

    return _mask(pc.ends_with(table[column], ending))


def equals(table: pa.Table, column: str, value: object) -> Mask:
    """Where the column is this value; never where it is null."""
    import pyarrow.compute as pc

    return _mask(pc.equal(table[column], value))


def within(table: pa.Table, column: str, first: date | None, last: date | None) -> Mask:
    """Where the moment in the column is on one of these days; never where it is null."""
    moments = _moments(table[column])
    mask: Mask = ~np.isnat(moments)
    if first:
        mask &= moments >= _midnight(first)
    if last:
        mask &= moments < _midnight(last) + np.timedelta64(1, "D")
    return mask


def after(table: pa.Table, column: str, moment: datetime) -> Mask:
    """Where the moment in the column is later than this one."""
    mask: Mask = _moments(table[column]) > _plain(moment)
    return mask


def first_of_each(codes: NDArray[np.int32], turns: NDArray[np.int32], mask: Mask) -> Mask:
    """Of the rows in the mask, that of the lowest turn for each code."""
    rows = np.flatnonzero(mask)
    rows = rows[np.argsort(turns[rows], kind="stable")]
    _, firsts = np.unique(codes[rows], return_index=True)
    chosen = np.zeros(len(mask), dtype=np.bool_)
    chosen[rows[firsts]] = True
    return chosen


def ordered(table: pa.Table, mask: Mask, column: str, *, descending: bool) -> NDArray[np.int64]:
    """The places of the rows in the mask by a column, equal ones as they stand, nulls last."""
    import pyarrow as pa

    rows = np.flatnonzero(mask)
    values = table[column]
    if pa.types.is_string(values.type):
        keys = _ranks(values.take(pa.array(rows)))
    else:
        keys = _numbers(values)[rows]
    turned = -keys if descending else keys
    order: NDArray[np.int64] = rows[np.argsort(turned, kind="stable")]  # NaN comes last
    return order


def numbers_of(table: pa.Table, column: str, rows: NDArray[Any]) -> NDArray[Any]:
    """A column's numbers at these places."""
    numbers: NDArray[Any] = table[column].to_numpy()[rows]
    return numbers


def _numbers(values: pa.ChunkedArray) -> NDArray[np.float64]:
    import pyarrow as pa

    if pa.types.is_timestamp(values.type):
        moments = _moments(values)
        numbers = moments.astype(np.int64).astype(np.float64)
        numbers[np.isnat(moments)] = np.nan
        return numbers
    return np.asarray(values.cast(pa.float64()).to_numpy(), dtype=np.float64)


def _ranks(values: pa.ChunkedArray) -> NDArray[np.float64]:
    """For each text its place among all of them, by their bytes; NaN for none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = values.combine_chunks().dictionary_encode()
    places = np.empty(len(coded.dictionary) + 1)
    order = pc.sort_indices(coded.dictionary).to_numpy()
    places[order] = np.arange(len(order))
    places[-1] = np.nan
    codes = coded.indices.cast(pa.int64()).fill_null(len(order)).to_numpy(zero_copy_only=False)
    ranks: NDArray[np.float64] = places[codes]
    return ranks


def _moments(values: pa.ChunkedArray) -> NDArray[np.datetime64]:
    import pyarrow as pa

    return np.asarray(values.cast(pa.timestamp("s")).to_numpy(), dtype="datetime64[s]")


def _midnight(day: date) -> np.datetime64:
    return _plain(datetime.combine(day, time.min, UTC))


def _plain(moment: datetime) -> np.datetime64:
    return np.datetime64(moment.astimezone(UTC).replace(tzinfo=None), "s")


def _mask(found: pa.ChunkedArray) -> Mask:
    return np.asarray(found.fill_null(False).to_numpy(), dtype=np.bool_)  # noqa: FBT003 - a value
