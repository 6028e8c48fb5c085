"""Where a page leads those who look for a contact: forms, profiles, and pages that tell more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.contacts import Purpose
from backlinkbot.core.pages.contacts.purposes import purpose_of, purpose_of_anchor
from backlinkbot.core.pages.walk import TAG_CODE
from backlinkbot.core.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selectolax.lexbor import LexborNode

    from backlinkbot.core.pages.links import PageLinks

MOST_WAYS = 12
MOST_PROFILES = 8
WANTED = (Purpose.CONTACT, Purpose.IMPRINT, Purpose.WRITE_FOR_US, Purpose.ABOUT, Purpose.ADVERTISE)
_PLATFORMS = re.compile(
    r"https?://(?:www\.|[a-z]{2}\.|m\.)?(?P<host>twitter\.com|x\.com|facebook\.com|linkedin\.com"
    r"|instagram\.com|youtube\.com|xing\.com|bsky\.app|threads\.net|t\.me|tiktok\.com|github\.com"
    r"|mastodon\.social|pinterest\.\w+|medium\.com)/(?P<path>@?[\w./%-]{2,120}?)/?(?:[?#].*)?\Z",
    re.IGNORECASE,
)
# Buttons to share a page, and pages that are nobody's.
_NO_PROFILE = re.compile(
    r"^(?:share|sharer|intent|home|hashtag|search|dialog|plugins|widgets|pages/create|login|tr\b|embed"
    r"|watch|sharearticle|cws|pin/create|status|statuses|policies|privacy|about|legal|help|explore|p/"
    r"|reel|messages|feed|groups/|events/|photo|story|i/|user/share|shareArticle|app/|spi/)"
    r"|sharer|/status/|/posts/|shareArticle",
    re.IGNORECASE,
)
_COMMENT_FORM = re.compile(
    r"comment|respond|kommentar|reply|search|suche|login|signin|regist|newsletter|subscri|checkout"
    r"|cart|review|rating|poll",
    re.IGNORECASE,
)
_MESSAGE = re.compile(
    r"message|nachricht|mensaje|messaggio|bericht|mitteilung|anliegen|comments|inquiry|enquiry"
    r"|your-message|text|body|kontakt|contact|consulta|richiesta",
    re.IGNORECASE,
)


def has_message_form(links: PageLinks) -> bool:
    """Whether the page has a form for a message to its people: no comment, search or sign-in."""
    walk = links.walk
    forms = np.flatnonzero(walk.elements.tag == TAG_CODE["form"]).tolist()
    areas = np.flatnonzero(walk.elements.tag == TAG_CODE["textarea"])
    for form in forms:
        inside = areas[(areas > form) & (areas < walk.elements.end[form])]
        if len(inside) and _is_for_messages(walk.nodes[form], [walk.nodes[i] for i in inside]):
            return True
    return False


def _is_for_messages(form: LexborNode, areas: Iterable[LexborNode]) -> bool:
    told = form.attributes
    about = " ".join(told.get(key) or "" for key in ("id", "class", "action", "name"))
    if _COMMENT_FORM.search(about):
        return False
    if form.css_first("input[type=password]") is not None:
        return False
    has_mail = form.css_first("input[type=email], input[name*=mail i]") is not None
    names = " ".join(
        " ".join(area.attributes.get(key) or "" for key in ("name", "id", "placeholder", "class"))
        for area in areas
    )
    return has_mail and (_MESSAGE.search(names) is not None or "contact" in about.lower())


def ways_of(links: PageLinks) -> tuple[tuple[str, Purpose], ...]:
    """The pages of the site itself that may tell more, the most promising first."""
    found: dict[str, Purpose] = {}
    for target, domain, anchor in zip(links.targets, links.domains, links.anchors, strict=True):
        if domain != links.domain or len(found) >= 4 * MOST_WAYS:
            continue
        purpose = purpose_of_anchor(anchor)
        if purpose is Purpose.OTHER:
            purpose = purpose_of(target)
        if purpose in WANTED and target != links.url:
            found.setdefault(target.partition("#")[0], purpose)
    ordered = sorted(found.items(), key=lambda item: (WANTED.index(item[1]), len(item[0])))
    return tuple(ordered[:MOST_WAYS])


def profiles_of(links: PageLinks, told: Iterable[str]) -> tuple[str, ...]:
    """The profiles on platforms that a site names as its own, at most one a platform.

    A link counts where it says `rel=me`, or leads to the one profile of that platform on the page.
    """
    by_platform: dict[str, list[str]] = {}
    own: dict[str, str] = {}
    for target in told:
        _profile(target, own, by_platform)
    for target, rel in zip(links.targets, links.rels, strict=True):
        _profile(target, own if "me" in rel.others else {}, by_platform)
    for platform, targets in by_platform.items():
        if platform not in own and len(set(targets)) == 1:
            own[platform] = targets[0]
    return tuple(own.values())[:MOST_PROFILES]


def _profile(target: str, own: dict[str, str], by_platform: dict[str, list[str]]) -> None:
    match = _PLATFORMS.match(target)
    if match is None or _NO_PROFILE.search(match["path"]):
        return
    platform = match["host"].lower()
    address = canonical(target.partition("?")[0].partition("#")[0])
    if address is not None:
        own.setdefault(platform, address)
        by_platform.setdefault(platform, []).append(address)
