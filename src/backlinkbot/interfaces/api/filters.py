"""The filters of lists, the same words as on the pages and the command line."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Query

from backlinkbot.app.profile.rows import (
    ANCHOR_ORDERS,
    DOMAIN_ORDERS,
    LINK_ORDERS,
    QUALITIES,
    STATUSES,
    RowQuestion,
)
from backlinkbot.core.nouns import AnchorClass, Placement
from backlinkbot.interfaces.api.parameters import Day

LONGEST_TEXT = 1_000
MOST_WORDS = 30


def _one_of(words: tuple[str, ...], said: str) -> Any:
    return Query(description=said, json_schema_extra={"enum": list(words)}, max_length=100)


def _some_of(words: tuple[str, ...], said: str) -> Any:
    items = {"type": "string", "enum": list(words)}
    return Query(description=said, max_length=MOST_WORDS, json_schema_extra={"items": items})


def _text(said: str) -> Any:
    return Query(description=said, max_length=LONGEST_TEXT)


Status = Annotated[
    list[str], _some_of(STATUSES, "Any of these; new: live, begun in the last 30 days.")
]
Quality = Annotated[list[str], _some_of(QUALITIES, "Any of these.")]
Placements = Annotated[list[str], _some_of(tuple(Placement), "Any of these.")]
Classes = Annotated[list[str], _some_of(tuple(AnchorClass), "Classes of anchors, any of these.")]
Anchor = Annotated[str, _text("Anchors that contain this, in any case.")]
Source = Annotated[str, _text("Only from this domain.")]
SourceUrl = Annotated[str, _text("Source addresses that contain this, in any case.")]
Followed = Annotated[bool | None, Query(description="Only followed ones, or only others.")]
Since = Annotated[Day | None, Query(description="First seen on or after this day.")]
Until = Annotated[Day | None, Query(description="First seen on or before this day.")]
Descending = Annotated[bool, Query(description="The greatest first; nulls come last either way.")]
EveryKind = Annotated[bool, Query(description="Also frames, forms and canonicals.")]
OnePerDomain = Annotated[bool, Query(description="Of each site the best link that fits.")]


def link_wishes(  # noqa: PLR0913 - what one may ask of links
    *,
    status: Status = [],  # noqa: B006 - FastAPI copies it
    followed: Followed = None,
    quality: Quality = [],  # noqa: B006
    placement: Placements = [],  # noqa: B006
    anchor_class: Classes = [],  # noqa: B006
    anchor: Anchor = "",
    source_domain: Source = "",
    source_url: SourceUrl = "",
    since: Since = None,
    until: Until = None,
    every_kind: EveryKind = False,
    one_per_domain: OnePerDomain = False,
    order: Annotated[str, _one_of(LINK_ORDERS, "By what they are ordered.")] = LINK_ORDERS[0],
    descending: Descending = True,
) -> RowQuestion:
    """What is asked of links."""
    return RowQuestion(
        status=tuple(status), followed=followed, quality=tuple(quality),
        placements=tuple(placement), anchor_classes=tuple(anchor_class), anchor=anchor,
        source_domain=source_domain, source_url=source_url, since=since, until=until,
        every_kind=every_kind, one_per_domain=one_per_domain, order=order, descending=descending,
    )  # fmt: skip


def domain_wishes(  # noqa: PLR0913 - what one may ask of linking sites
    *,
    status: Status = [],  # noqa: B006 - FastAPI copies it
    followed: Followed = None,
    quality: Quality = [],  # noqa: B006
    placement: Placements = [],  # noqa: B006
    anchor_class: Classes = [],  # noqa: B006
    anchor: Anchor = "",
    source_domain: Source = "",
    source_url: SourceUrl = "",
    since: Since = None,
    until: Until = None,
    order: Annotated[str, _one_of(DOMAIN_ORDERS, "By what they are ordered.")] = DOMAIN_ORDERS[0],
    descending: Descending = True,
) -> RowQuestion:
    """What is asked of linking sites; anchors and placements are those of their best links."""
    return RowQuestion(
        status=tuple(status), followed=followed, quality=tuple(quality),
        placements=tuple(placement), anchor_classes=tuple(anchor_class), anchor=anchor,
        source_domain=source_domain, source_url=source_url, since=since, until=until,
        order=order, descending=descending,
    )  # fmt: skip


def anchor_wishes(  # noqa: PLR0913 - what one may ask of anchors
    *,
    status: Status = [],  # noqa: B006 - FastAPI copies it
    followed: Followed = None,
    quality: Quality = [],  # noqa: B006
    anchor_class: Classes = [],  # noqa: B006
    anchor: Anchor = "",
    since: Since = None,
    until: Until = None,
    order: Annotated[str, _one_of(ANCHOR_ORDERS, "By what they are ordered.")] = ANCHOR_ORDERS[0],
    descending: Descending = True,
) -> RowQuestion:
    """What is asked of anchors."""
    return RowQuestion(
        status=tuple(status), followed=followed, quality=tuple(quality),
        anchor_classes=tuple(anchor_class), anchor=anchor, since=since, until=until,
        order=order, descending=descending,
    )  # fmt: skip


LinkWishes = Annotated[RowQuestion, Depends(link_wishes)]
DomainWishes = Annotated[RowQuestion, Depends(domain_wishes)]
AnchorWishes = Annotated[RowQuestion, Depends(anchor_wishes)]
