"""The filters of lists, the same words as on the pages and the command line."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import Depends, Query

from backlinkbot.app.profile.rows import (
    ANCHOR_ORDERS,
    BASES,
    DOMAIN_ORDERS,
    LINK_ORDERS,
    QUALITIES,
    RECENTS,
    STATUSES,
    RowQuestion,
)
from backlinkbot.app.profile.view import SCOPES, SUBDOMAINS, View
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
Recent = Annotated[str, _one_of(("", *RECENTS), "Won or lost within 30 days.")]
Followed = Annotated[bool | None, Query(description="Only followed ones, or only others.")]
Since = Annotated[Day | None, Query(description="First seen on or after this day.")]
Until = Annotated[Day | None, Query(description="First seen on or before this day.")]
Descending = Annotated[bool, Query(description="The greatest first; nulls come last either way.")]


def viewed(
    scope: Annotated[
        str, _one_of(SCOPES, "The domain with its subdomains, a host, a prefix or one address.")
    ] = SUBDOMAINS,
    target: Annotated[str, _text("The host or address that the scope is about.")] = "",
    as_of: Annotated[Day | None, Query(description="As it was known on this day.")] = None,
) -> View:
    """The part of a domain, and the day, that are looked at."""
    return View(scope, target, as_of)


def any_wishes(  # noqa: PLR0913 - what one may ask of all three lists
    view: Annotated[View, Depends(viewed)],
    *,
    status: Status = [],  # noqa: B006 - FastAPI copies it
    followed: Followed = None,
    quality: Quality = [],  # noqa: B006
    anchor_class: Classes = [],  # noqa: B006
    anchor: Annotated[str, _text("Anchors that contain this, in any case.")] = "",
    anchor_is: Annotated[str, _text("Exactly this anchor.")] = "",
    since: Since = None,
    until: Until = None,
    recent: Recent = "",
    descending: Descending = True,
) -> RowQuestion:
    """What can be asked of links, linking sites and anchors alike."""
    return RowQuestion(
        status=tuple(status), followed=followed, quality=tuple(quality),
        anchor_classes=tuple(anchor_class), anchor=anchor, anchor_is=anchor_is, since=since,
        until=until, recent=recent, view=view, descending=descending,
    )  # fmt: skip


def source_wishes(
    wishes: Annotated[RowQuestion, Depends(any_wishes)],
    placement: Placements = [],  # noqa: B006 - FastAPI copies it
    source_domain: Annotated[str, _text("Only from this domain.")] = "",
    source_url: Annotated[str, _text("Source addresses that contain this, in any case.")] = "",
    ending: Annotated[str, _text("Only from domains that end so, like .org.")] = "",
    language: Annotated[str, _text("Only from pages in this language, like de.")] = "",
) -> RowQuestion:
    """What can be asked of links and of linking sites, which are told by their best links."""
    return replace(
        wishes, placements=tuple(placement), source_domain=source_domain, source_url=source_url,
        ending=ending, language=language,
    )  # fmt: skip


def link_wishes(
    wishes: Annotated[RowQuestion, Depends(source_wishes)],
    *,
    every_kind: Annotated[bool, Query(description="Also frames, forms and canonicals.")] = False,
    one_per_domain: Annotated[bool, Query(description="Of each site the best that fits.")] = False,
    similar: Annotated[
        bool, Query(description="Links of one site with one anchor and target as one row.")
    ] = False,
    order: Annotated[str, _one_of(LINK_ORDERS, "By what they are ordered.")] = LINK_ORDERS[0],
) -> RowQuestion:
    """What is asked of links."""
    return replace(
        wishes, every_kind=every_kind, one_per_domain=one_per_domain, similar=similar, order=order
    )


def domain_wishes(
    wishes: Annotated[RowQuestion, Depends(source_wishes)],
    basis: Annotated[str, _one_of(("", *BASES), "Known by pages, or by name alone.")] = "",
    order: Annotated[str, _one_of(DOMAIN_ORDERS, "By what they are ordered.")] = DOMAIN_ORDERS[0],
) -> RowQuestion:
    """What is asked of linking sites."""
    return replace(wishes, basis=basis, order=order)


def anchor_wishes(
    wishes: Annotated[RowQuestion, Depends(any_wishes)],
    order: Annotated[str, _one_of(ANCHOR_ORDERS, "By what they are ordered.")] = ANCHOR_ORDERS[0],
) -> RowQuestion:
    """What is asked of anchors."""
    return replace(wishes, order=order)


LinkWishes = Annotated[RowQuestion, Depends(link_wishes)]
DomainWishes = Annotated[RowQuestion, Depends(domain_wishes)]
AnchorWishes = Annotated[RowQuestion, Depends(anchor_wishes)]
