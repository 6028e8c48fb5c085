"""No two sites name the parts of their pages alike: synonyms for the skeletons' classes and ids."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b

from backlinkbot.logic.tiny_web.skeletons import ALL, NETWORK_SKELETON, Skeleton

_SYNONYMS: dict[str, tuple[str, ...]] = {
    "site-header": ("site-header", "masthead", "kopf", "page-header"),
    "author-bio": ("author-bio", "bio", "autor-box", "author-card"),
    "about-author": ("about-author", "post-author", "autor-info", "sobre-el-autor"),
    "sidebar": ("sidebar", "side", "rail", "seitenleiste"),
    "widget-area": ("widget-area", "sidebar", "col-right", "colonne"),
    "blogroll": ("blogroll", "friends", "linkliste", "partners"),
    "partner-badge": ("partner-badge", "badge", "banner-box"),
    "comment-list": ("comment-list", "commentlist", "kommentare", "comentarios"),
    "comments": ("comments", "comments", "discussion", "kommentare", "commentaires"),
    "comment": ("comment", "comment", "kommentar", "reply"),
    "guestbook": ("guestbook", "gaestebuch", "opinions"),
    "menu": ("menu", "nav", "navigation", "hauptmenue"),
    "links": ("links", "resources", "liste"),
    "resource-list": ("resource-list", "link-list", "directory"),
    "entry-content": ("entry-content", "post-content", "article-body", "inhalt"),
    "site-footer": ("site-footer", "footer", "fuss", "pie"),
    "bottom": ("bottom", "foot", "fusszeile"),
    "who": ("who", "writer", "about"),
}
_ATTRIBUTE = re.compile(r'\b(class|id)="([^"]*)"')


@lru_cache(maxsize=4096)
def skeleton_of(number: int, domain: str) -> Skeleton:
    """The skeleton with the words of this site; the private network's is the same everywhere."""
    skeleton = ALL[number]
    if number == NETWORK_SKELETON:
        return skeleton

    def varied(html: str) -> str:
        return _ATTRIBUTE.sub(lambda found: _attribute(found, domain), html)

    return replace(
        skeleton,
        parts=tuple((region, varied(opening), end) for region, opening, end in skeleton.parts),
        item=varied(skeleton.item),
        comment=varied(skeleton.comment),
        entry=varied(skeleton.entry),
    )


def _attribute(found: re.Match[str], domain: str) -> str:
    words = " ".join(_word(word, domain) for word in found[2].split())
    return f'{found[1]}="{words}"'


def _word(word: str, domain: str) -> str:
    choices = _SYNONYMS.get(word)
    if choices is None:
        return word
    digest = blake2b(f"{domain} {word}".encode(), digest_size=4).digest()
    return choices[int.from_bytes(digest) % len(choices)]
