"""Which anchors somebody earns by: words of trades that buy links in bulk, and of sales."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.clues import trades

if TYPE_CHECKING:
    from collections.abc import Iterable

# Words of sales that no list of trades has: shops of any trade buy links with them; version 1.
SALES_WORDS = re.compile(
    r"\b(?:buy|cheap\w*|discount\w*|coupons?|promo codes?|for sale|loans?|insurance|"
    r"gunstig\w*|billig\w*|kaufen|kredite?|acheter|pas cher|prets?|comprar|baratos?|baratas?|"
    r"prestamos?|acquistare|prestiti|kopen|goedkope?|kupic|tanie|купить|дешев\w*|кредит\w*)\b"
)


def money_anchors(anchors: Iterable[str]) -> frozenset[str]:
    """Those of the folded anchors that name a trade that buys links in bulk, or a sale."""
    import pyarrow as pa

    given = sorted({anchor for anchor in anchors if anchor})
    if not given:
        return frozenset()
    counts = trades.word_list().counts_in(pa.array(given, pa.string()))
    of_trade = np.asarray(counts.any(axis=1)).tolist()
    return frozenset(
        anchor
        for anchor, is_so in zip(given, of_trade, strict=True)
        if is_so or SALES_WORDS.search(anchor)
    )
