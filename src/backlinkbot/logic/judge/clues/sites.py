"""What pages that exist for links say of themselves: in titles, addresses, texts and anchors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.clues import linking_pages
from backlinkbot.logic.judge.clues.phrases import Phrases, phrases
from backlinkbot.logic.judge.clues.tokens import Tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

FILE = "sites-2026-11.txt"
_HOST = "^[a-z]+://[^/?#]*"


def word_list() -> Phrases:
    """The list of such pages' phrases."""
    return phrases(FILE)


def place(group: str) -> int:
    """The column of a group in every table of counts here."""
    return word_list().names.index(group)


def in_titles(suspects: Suspects) -> NDArray[np.int32]:
    """Phrases in the title of each link's page, links by groups."""
    return word_list().counts_in(linking_pages.titles(suspects))


def in_addresses(suspects: Suspects) -> NDArray[np.int32]:
    """Phrases in each link's source address, links by groups.

    The host is left out: trade.gov/links trades no links.
    """
    import pyarrow.compute as pc

    paths = pc.replace_substring_regex(suspects.links["source_url"], _HOST, "")
    return word_list().counts_in(paths)


def in_anchors(suspects: Suspects) -> NDArray[np.int32]:
    """Phrases in each anchor, links by groups."""
    return word_list().counts_in(suspects.links["anchor"])


def in_texts(suspects: Suspects) -> NDArray[np.int32]:
    """Phrases in the text of each linking page (`linking_pages.linking`), pages by groups."""
    return word_list().counts(suspects.once(linking_pages.words))


def in_site_pages(suspects: Suspects) -> NDArray[np.int32]:
    """Phrases in title and first lines of all known pages of the linking sites, by groups."""
    rows = np.arange(suspects.facts.pages.num_rows)
    linking = suspects.once(linking_pages.linking)
    others = np.setdiff1d(rows, linking, assume_unique=True)
    counts = word_list().counts_in(linking_pages.column(suspects, "title", rows))
    counts[linking] += suspects.once(in_texts)
    counts[others] += word_list().counts(Tokens.of(linking_pages.texts(suspects, others)))
    return counts


def anchor_words(suspects: Suspects) -> NDArray[np.int64]:
    """How many words each anchor has, by its spaces; 0 where not told."""
    import pyarrow.compute as pc

    anchors = pc.utf8_trim_whitespace(pc.fill_null(suspects.links["anchor"], ""))
    spaces = pc.count_substring_regex(anchors, r"\s+").to_numpy()
    told = pc.greater(pc.binary_length(anchors), 0).to_numpy()
    return np.asarray(np.where(told, spaces + 1, 0), np.int64)


def said(suspects: Suspects, row: int, group: str) -> str:
    """The first phrase of a group in title or text of a link's page, empty where there is none."""
    page = int(suspects.page[row])
    text = ""
    if page >= 0:
        text = linking_pages.texts(suspects, np.array([page]))[0].as_py() or ""
    title = suspects.evidence.text("source_title", row)
    return word_list().first(f"{title} | {text}", group)
