"""Pages of a batch as one set of columns: what every measure of a link's surroundings reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Floats = NDArray[np.float32]


@dataclass(slots=True)
class Batch:
    """Pages joined: columns per element, per walked link, and per row of the matrix.

    `placed`: rows of the matrix whose link stands on its page; `at`: their elements; `link`: their
    numbers among all walked links; `root`: first element of their page; `rows`: all rows.
    """

    rows: int
    placed: Numbers
    at: Numbers
    link: Numbers
    root: Numbers
    page: Numbers
    page_roots: Numbers
    page_ends: Numbers
    parent: Numbers
    tag: Numbers
    block: Numbers
    depth: Numbers
    structure: Numbers
    words: Numbers
    first_word: Numbers
    last_word: Numbers
    first_link: Numbers
    last_link: Numbers
    end: Numbers
    repeats: Numbers
    siblings: Numbers
    group: Numbers
    link_element: Numbers
    linked_words: Numbers  # running sums over the links, one longer than the links
    outward: Numbers
    link_first_word: Numbers
    link_last_word: Numbers
    link_page: Numbers
    texts: Floats
    addresses: Floats
    labels: Numbers  # (labels, 2): element, number in labels.NAMES
    is_image: NDArray[np.bool_]
