"""The linking pages as columns: what is known of each link's page, and of each linking site's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.urls.platforms import platform
from backlinkbot.logic.judge.clues.tokens import Tokens

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

TEXT_CHARS = 1_500  # of a page's main text: about 230 words, enough to tell what it is about


def numbers(suspects: Suspects, name: str) -> NDArray[np.float64]:
    """A numeric column of the linking page, one per link; NaN where not known."""
    import pyarrow as pa

    pages = suspects.facts.pages
    if not pages.num_rows or name not in pages.column_names:
        return np.full(suspects.evidence.rows, np.nan)
    values = np.append(pages[name].cast(pa.float64()).to_numpy(), np.nan)
    return np.asarray(values[suspects.page], np.float64)


def flags(suspects: Suspects, name: str) -> NDArray[np.bool_]:
    """A yes/no column of the linking page, one per link; no where not known."""
    import pyarrow.compute as pc

    pages = suspects.facts.pages
    if not pages.num_rows or name not in pages.column_names:
        return np.zeros(suspects.evidence.rows, np.bool_)
    told = pc.fill_null(pages[name], fill_value=False).to_numpy(zero_copy_only=False)
    values = np.append(told, False)
    return np.asarray(values[suspects.page], np.bool_)


def linking(suspects: Suspects) -> NDArray[np.int64]:
    """Rows of `facts.pages` that hold a link to the target, ascending, each once."""
    found = np.unique(suspects.page)
    return found[found >= 0]


def over_links(
    suspects: Suspects, rows: NDArray[np.int64], values: NDArray[np.float32]
) -> NDArray[np.float32]:
    """A number per page (`rows` of `facts.pages`) as one per link; NaN where none was given."""
    spread = np.full(suspects.facts.pages.num_rows + 1, np.nan, np.float32)
    spread[rows] = values
    return spread[suspects.page]


def column(suspects: Suspects, name: str, rows: NDArray[np.int64]) -> pa.Array:
    """A text column of some rows of `facts.pages`; null where not known."""
    import pyarrow as pa

    pages = suspects.facts.pages
    if name not in pages.column_names:
        return pa.nulls(len(rows), pa.string())
    taken = pages[name].take(pa.array(rows))
    return taken.combine_chunks() if isinstance(taken, pa.ChunkedArray) else taken


def texts(suspects: Suspects, rows: NDArray[np.int64]) -> pa.Array:
    """The first `TEXT_CHARS` characters of these pages' main texts; null where not known."""
    import pyarrow.compute as pc

    return pc.utf8_slice_codeunits(column(suspects, "text", rows), 0, TEXT_CHARS)


def words(suspects: Suspects) -> Tokens:
    """The words of the main texts of the linking pages, side by side with `linking`."""
    return Tokens.of(texts(suspects, suspects.once(linking)))


def titles(suspects: Suspects) -> pa.Array:
    """The title of each link's page, as the link tells it."""
    import pyarrow as pa

    if "source_title" not in suspects.links.column_names:
        return pa.nulls(suspects.evidence.rows, pa.string())
    return suspects.links["source_title"].combine_chunks()


def platforms(suspects: Suspects) -> NDArray[np.bool_]:
    """Of each linking domain, whether strangers publish under it, so that nothing is shared."""
    told = [platform(name) is not None for name in suspects.domains.to_pylist()]
    return np.array(told, np.bool_)


def ranks(suspects: Suspects) -> NDArray[np.int64]:
    """The place of each linking domain in the order of names, so that ties do not hang on rows."""
    import pyarrow.compute as pc

    place = np.empty(len(suspects.domains), np.int64)
    place[pc.sort_indices(suspects.domains).to_numpy()] = np.arange(len(place))
    return place


def site_pages(suspects: Suspects) -> NDArray[np.int64]:
    """Of each row of `facts.pages`, the code of its linking domain, -1 for others."""
    pages = suspects.facts.pages
    if not pages.num_rows:
        return np.empty(0, np.int64)
    return suspects.code_of(pages["domain"])
