"""What the address a link leads to tells about the link's place: share buttons, tags, legal pages.

The words are those of addresses, not of texts: they are few, and alike in most languages.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from backlinkbot.core.pages.links import PageLinks

COLUMNS = (
    "target_share", "target_social", "target_tag", "target_author", "target_legal",
    "target_account", "target_media", "target_depth", "target_slug_words", "target_has_date",
    "anchor_mark", "anchor_times", "domain_times",
)  # fmt: skip
CACHED_URLS = 1 << 15  # menus and share buttons repeat within a site
MOST_URL_CHARS = 300  # what stands behind is data

_SOCIAL = (
    "facebook.com twitter.com x.com instagram.com linkedin.com pinterest.com youtube.com tiktok.com"
    " reddit.com tumblr.com xing.com whatsapp.com wa.me t.me telegram.me vk.com flipboard.com"
    " snapchat.com threads.net bsky.app getpocket.com mastodon.social delicious.com digg.com"
    " stumbleupon.com flickr.com vimeo.com feedly.com soundcloud.com spotify.com"
)
SOCIAL = frozenset(_SOCIAL.split())
_PATTERNS = (
    r"sharer|share(?:article|\b)|intent/(?:tweet|post)|pin/create|submit\?|/send\?|addtoany"
    r"|[?&](?:u|url|text|link)=https?(?::|%3a)|/share\b|print=|/print\b|/drucken|sendto",
    r"/(?:tags?|topics?|themen?|thema|category|categories|kategorien?|categorie|cat|schlagwort"
    r"|stichwort|etiqueta|keywords?|rubrik|rubrique|ressort|hashtag|label|archives?|archiv)[/=?]"
    r"|[?&](?:tag|cat)=",
    r"/(?:authors?|autor(?:en|in|es)?|auteurs?|writers?|profile?s?|users?|members?|people|person"
    r"|staff|team|by|redaktion|journalist)/|/@",
    r"privacy|datenschutz|impressum|imprint|/legal|terms|agb\b|cookie|disclaimer|mentions-legales"
    r"|aviso-legal|copyright|contact|kontakt|/about|ueber-uns|uber-uns|/jobs?\b|karriere|career"
    r"|advertis|mediadaten|newsletter|/rss|/feed",
    r"log-?in|sign-?(?:in|up)|register|account|anmeld|registrier|subscri|/abo|/cart|warenkorb"
    r"|/basket|checkout|wp-admin|/edit|action=|replyto|/reply",
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|zip|mp[34])(?:\?|$)",
)
_SEARCHES = tuple(re.compile(pattern) for pattern in _PATTERNS)
_DATE = re.compile(r"/(?:19|20)\d\d[/-]?\d?\d?")
_SCHEME = re.compile(r"^[a-z]+://[^/]*")


def columns(pages: Sequence[PageLinks], placed: Sequence[NDArray[np.int64]]) -> NDArray[np.float32]:
    """`COLUMNS` of the placed links of each page, in order."""
    parts = [_of_page(page, kept.tolist()) for page, kept in zip(pages, placed, strict=True)]
    return np.concatenate(parts).reshape(-1, len(COLUMNS))


def _of_page(page: PageLinks, kept: list[int]) -> NDArray[np.float32]:
    anchors, domains = Counter(page.anchors), Counter(page.domains)
    found = np.empty((len(kept), len(COLUMNS)), np.float32)
    for row, place in enumerate(kept):
        anchor, domain = page.anchors[place], page.domains[place]
        share, *words = address_hints(page.targets[place])
        found[row] = (
            share,
            domain in SOCIAL,
            *words,
            anchor[:1] in {"#", "@"} and anchor != "",
            anchors[anchor] if anchor else 0,
            domains[domain],
        )
    return found


@lru_cache(CACHED_URLS)
def address_hints(url: str) -> tuple[float, ...]:
    """What the path of an address tells.

    1 or 0 for share, tag, author, legal, account and media words; then how many segments the path
    has, how many words its last one, and whether it holds a date.
    """
    path = _SCHEME.sub("", url[:MOST_URL_CHARS].lower(), count=1)
    bare = path.partition("?")[0].rstrip("/")
    last = bare.rpartition("/")[2]
    return (
        *(float(search.search(path) is not None) for search in _SEARCHES),
        float(bare.count("/")),
        float(last.count("-") + last.count("_") + 1 if last else 0),
        float(_DATE.search(path) is not None),
    )
