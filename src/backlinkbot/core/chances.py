"""Chances for a link as columns: what tactics find, and what ranking makes of it."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


class Tactic(StrEnum):
    """How a link could be earned; the value is the word shown to the user."""

    LINK_INTERSECT = "link intersect"
    RESOURCE_PAGE = "resource page"
    GUEST_POST = "guest post"
    BROKEN_LINK = "broken link"
    UNLINKED_MENTION = "unlinked mention"
    RECLAMATION = "lost-link reclamation"
    DIGITAL_PR = "digital PR"
    NICHE_DIRECTORY = "niche directory"
    LOCAL_CITATION = "local citation"
    BUSINESS_PARTNER = "business partner"
    SYNDICATION = "syndication"
    IMAGE_CREDIT = "image credit"
    MISSPELT_TARGET = "misspelt target"
    RANKING_PAGE = "ranking page"


@cache
def candidates() -> pa.Schema:
    """One page that could link to the site, by one tactic, as a tactic finds it.

    `prospect`: registrable domain of the page (or platform host); `about`: what the chance is about
    (the dead URL, the words of the mention, the rivals), empty where the page says it all; `fit`:
    how sure the tactic is that this is such a chance, 0..1; `minutes`: of work that asking takes;
    `sells`: the page asks money for links, null where nobody knows; `reasons`: plain sentences;
    `evidence`: where each can be read again.
    """
    import pyarrow as pa

    text = pa.string()
    return pa.schema(
        [
            pa.field("prospect", text, nullable=False),
            pa.field("page", text, nullable=False),
            pa.field("tactic", text, nullable=False),
            pa.field("about", text, nullable=False),
            pa.field("fit", pa.float32(), nullable=False),
            pa.field("minutes", pa.float32(), nullable=False),
            ("sells", pa.bool_()),
            pa.field("reasons", pa.list_(text), nullable=False),
            pa.field("evidence", pa.list_(text), nullable=False),
        ]
    )


@cache
def opportunities() -> pa.Schema:
    """A candidate with its price and its odds: a row of `find`, best first.

    `worth_points`: authority that the link would bring (points of 0..100), null where trust says
    nothing; `relevance`: probability of the same niche, 0..1, null unknown; `p_reply`,
    `p_placement`: of a reply, and of a link that stands after 30 days given one; `value_per_hour`:
    worth x odds / effort, in points an hour, null without a worth.
    """
    import pyarrow as pa

    number = pa.float64()
    return pa.schema(
        [
            *candidates(),
            ("authority", number),
            ("worth_points", number),
            ("relevance", number),
            ("site_type", pa.string()),
            pa.field("p_reply", number, nullable=False),
            pa.field("p_placement", number, nullable=False),
            ("value_per_hour", number),
        ]
    )
