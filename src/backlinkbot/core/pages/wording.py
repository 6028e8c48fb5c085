"""What a link's own words, target and attributes tell about its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import LinkKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from backlinkbot.core.pages.links import PageLinks

    Floats = NDArray[np.float32]

COLUMNS = (
    "anchor_words", "anchor_chars", "has_alt", "external", "same_target", "to_root", "to_query",
    "to_fragment", "rel_nofollow", "rel_ugc", "rel_sponsored", "rel_tag", "rel_author",
    "rel_other", "opens_blank", "has_title", "anchor_is_number", "anchor_is_url",
    "anchor_ends_sentence", "anchor_starts_lower", "anchor_is_caps",
)  # fmt: skip
AFTER_SCHEME = 8  # where the path of "https://…" may begin
SENTENCE_ENDS = (".", "!", "?", "…", "»")

_NUMBER = re.compile(r"[\[(#]?\d[\d.,]*[\])]?")
_URL = re.compile(r"(?:https?://|www\.)\S+|\S+\.(?:com|org|net|de|fr|es|co|info|io|uk)(?:/\S*)?")


def columns(pages: Sequence[PageLinks], placed: Sequence[NDArray[np.int64]]) -> Floats:
    """`COLUMNS` of the placed links of each page, in order."""
    parts = [_page_texts(page, kept.tolist()) for page, kept in zip(pages, placed, strict=True)]
    return np.concatenate(parts).reshape(-1, len(COLUMNS))


def _page_texts(page: PageLinks, kept: list[int]) -> Floats:
    """`COLUMNS` of these links of one page."""
    times: dict[str, int] = {}
    for target in page.targets:
        times[target] = times.get(target, 0) + 1
    anchors = [page.anchors[place] for place in kept]
    targets = [page.targets[place] for place in kept]
    rels = [page.rels[place] for place in kept]
    attributes = [page.attributes[place] for place in kept]
    images = [page.kinds[place] is LinkKind.IMAGE for place in kept]
    columns = [
        [anchor.count(" ") + 1 if anchor else 0 for anchor in anchors],
        [len(anchor) for anchor in anchors],
        [image and anchor != "" for image, anchor in zip(images, anchors, strict=True)],
        page.external[kept],
        [times[target] for target in targets],
        [target.find("/", AFTER_SCHEME) == len(target) - 1 for target in targets],
        ["?" in target for target in targets],
        ["#" in (told.get("href") or "") for told in attributes],
        *([rel[fact] for rel in rels] for fact in range(3)),
        ["tag" in rel.others for rel in rels],
        ["author" in rel.others for rel in rels],
        [len(rel.others) for rel in rels],
        [told.get("target") == "_blank" for told in attributes],
        ["title" in told for told in attributes],
        [_NUMBER.fullmatch(anchor) is not None for anchor in anchors],
        ["." in anchor and _URL.fullmatch(anchor) is not None for anchor in anchors],
        [anchor.endswith(SENTENCE_ENDS) for anchor in anchors],
        [anchor[:1].islower() for anchor in anchors],
        [anchor.isupper() for anchor in anchors],
    ]
    return np.array(columns, np.float32).T
