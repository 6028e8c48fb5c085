"""Names of our own that join a graph whose names come with their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray


class JoinedNames:
    """Our names beside another graph's: those that it has keep its ids, the others come after."""

    def __init__(self, own: pa.Array) -> None:
        """`own`: distinct names."""
        self._own = own
        self._ids = np.full(len(own), -1, np.int64)

    def chunks(self, others: Iterable[pa.Array]) -> Iterator[pa.Array]:
        """The other graph's names in the order of their ids, then ours that it lacks."""
        count = 0
        for chunk in others:
            found = pc.index_in(chunk, value_set=self._own)
            at = found.to_numpy(zero_copy_only=False)
            hits = np.flatnonzero(~np.isnan(at))
            self._ids[at[hits].astype(np.int64)] = hits + count
            count += len(chunk)
            yield chunk
        strangers = np.flatnonzero(self._ids < 0)
        self._ids[strangers] = count + np.arange(len(strangers))
        yield self._own.take(pa.array(strangers))

    def ids(self, names: pa.Array) -> NDArray[np.uint32]:
        """The ids of names of our own, once all chunks have gone by."""
        at = pc.index_in(names, value_set=self._own).to_numpy(zero_copy_only=False)
        return np.asarray(self._ids[at.astype(np.int64)], np.uint32)
