"""What a page says about itself for machines: metas, JSON-LD, dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.pages.walk import TAG_CODE

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from backlinkbot.core.pages.walk import Walk


@dataclass(frozen=True, slots=True)
class Told:
    """Metas as (lower-case property, name or itemprop; content), the JSON-LD, the dates.

    `times`: the `<time>` elements (and hAtom's `abbr.published`) in page order.
    """

    metas: tuple[tuple[str, str], ...]
    json_ld: str
    times: tuple[LexborNode, ...]

    def meta(self, name: str) -> str:
        """The content of the first meta of that name, "" when there is none."""
        return next((content for key, content in self.metas if key == name), "")


def read_told(walk: Walk) -> Told:
    metas = []
    for attributes in walk.metas:
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        if name:
            metas.append((name.strip().lower(), attributes.get("content") or ""))
    if not walk.nodes:  # of a WAT record only the head is known
        return Told(tuple(metas), "", ())
    scripts = [
        node.text() or ""
        for node in _nodes(walk, "script")
        if (node.attributes.get("type") or "").lower() == "application/ld+json"
    ]
    times = _nodes(walk, "time")
    times += [n for n in _nodes(walk, "abbr") if "published" in (n.attributes.get("class") or "")]
    return Told(tuple(metas), "\n".join(scripts), tuple(times))


def _nodes(walk: Walk, tag: str) -> list[LexborNode]:
    return [walk.nodes[i] for i in np.flatnonzero(walk.elements.tag == TAG_CODE[tag])]
