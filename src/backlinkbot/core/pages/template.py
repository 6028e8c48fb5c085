"""A number for the template a page was made from: equal for pages of one template."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.pages.walk import TAG_CODE, TAGS

if TYPE_CHECKING:
    from backlinkbot.core.pages.walk import Walk

SKELETON_DEPTH = 6  # below the root: deeper down is what the author wrote, not the template
MOST_BONES = 120  # elements looked at; enough to tell templates apart
BONES = ("body", "div", "header", "nav", "main", "footer", "aside", "section", "article", "form",
         "table", "tbody", "tr", "td", "center", "frameset")  # fmt: skip
_BONE_CODES = np.array([TAG_CODE[tag] for tag in BONES])
_DIGITS = re.compile(r"\d+")
_STATES = re.compile(r"(?i)^(?:post|page|term|tag|cat|category|author|single|archive|home|paged)"
                     r"|active|current|open|logged|lang|status-|type-|format-")  # fmt: skip


def template(walk: Walk) -> int | None:
    """An unsigned 64-bit hash of the skeleton, None for a page without one.

    The skeleton is the set of (depth, tag, classes) of the outer elements: how often one repeats
    does not matter, nor numbers in class names, nor classes that tell the page and not the design.
    """
    elements = walk.elements
    if not len(elements):
        return None
    outer = (elements.depth <= SKELETON_DEPTH) & np.isin(elements.tag, _BONE_CODES)
    bones = {_bone(walk, number) for number in np.flatnonzero(outer)[:MOST_BONES].tolist()}
    if len(bones) < 2:  # noqa: PLR2004 - a bare body is every empty page's skeleton
        return None
    digest = blake2b("\n".join(sorted(bones)).encode("utf-8", "replace"), digest_size=8)
    return int.from_bytes(digest.digest(), "big")


def _bone(walk: Walk, number: int) -> str:
    tag = TAGS[walk.elements.tag[number]]
    classes = "" if tag == "body" else walk.nodes[number].attributes.get("class") or ""
    kept = sorted({_DIGITS.sub("", name) for name in classes.split() if not _STATES.search(name)})
    return f"{walk.elements.depth[number]} {tag} {' '.join(kept)}"
