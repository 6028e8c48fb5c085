"""Ids in a page's source that belong to its owner: analytics, tag managers, ads, verifications.

Two sites with one id have one hand behind them; which ids are shared too widely to mean anything is
for the judge to say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_IDS = 40  # of one page; more is a directory of ids, not an owner

# Ids in metas, free to read: the meta's name or property, and what an id of it looks like.
_METAS = {
    "google-site-verification": ("google-verification", re.compile(r"[\w-]{20,60}")),
    "msvalidate.01": ("bing-verification", re.compile(r"[0-9A-Fa-f]{32}")),
    "yandex-verification": ("yandex-verification", re.compile(r"\w{8,40}")),
    "p:domain_verify": ("pinterest-verification", re.compile(r"\w{16,64}")),
    "facebook-domain-verification": ("fb-verification", re.compile(r"\w{16,64}")),
    "fb:app_id": ("fb-app", re.compile(r"\d{8,17}")),
    "fb:admins": ("fb-admins", re.compile(r"\d{5,17}")),
}
# Ids in scripts: kind, bytes that must be on the page, pattern. Each pattern begins with plain
# bytes, which are found fast; `_starts_word` then looks at the byte before.
_SOURCES = (
    ("ga", b"UA-", rb"UA-(\d{4,10})-\d{1,4}\b"),
    ("ga4", b"gtag", rb"G-([A-Z0-9]{8,12})\b"),
    ("gtm", b"GTM-", rb"GTM-([A-Z0-9]{4,9})\b"),
    ("ads", b"pub-", rb"pub-(\d{10,16})\b"),
    ("adwords", b"gtag", rb"AW-(\d{8,12})\b"),
    ("fb-pixel", b"fbq(", rb"fbq\(\s*[\"']init[\"']\s*,\s*[\"']?(\d{10,17})"),
    ("metrika", b"mc.yandex", rb"ym\(\s*(\d{5,10})\s*,\s*[\"']init"),
    ("hotjar", b"hjid", rb"hjid\s*[:=]\s*(\d{4,9})"),
    ("clarity", b"clarity.ms/tag/", rb"clarity\.ms/tag/([a-z0-9]{8,12})"),
    ("matomo", b"_paq", rb"setTrackerUrl[\"'],\s*[\"'](?:https?:)?//([\w.-]+[\w/.-]{0,80})"),
    ("matomo", b"_paq", rb"var u\s*=\s*[\"'](?:https?:)?//([\w.-]+[\w/.-]{0,80})"),
    ("amazon", b"amazon.", rb"tag=([a-z][\w]{1,29}-2\d)\b"),
)
# Before the ad id of the software that a site is made with (Blogger, Site Kit): not its owner's.
_OF_HOSTS = b"host-"
_SEARCHES = tuple((kind, sign, re.compile(rule)) for kind, sign, rule in _SOURCES)
_SIGNS = frozenset(sign for _, sign, _ in _SOURCES)


def owner_ids(page: bytes, metas: Iterable[Mapping[str, str | None]]) -> list[str]:
    """The ids as "kind:id", sorted, each once ("ga:1234567", "ads:1234567890123456").

    `page`: the source, where scripts hold ids; `metas`: the attributes of its metas.
    """
    there = {sign for sign in _SIGNS if sign in page}
    found = {
        f"{kind}:{match[1].decode('ascii', 'replace')}"
        for kind, sign, rule in _SEARCHES
        if sign in there
        for match in rule.finditer(page)
        if _starts_word(page, match.start()) and not page.endswith(_OF_HOSTS, 0, match.start())
    }
    found.update(_in_metas(metas))
    return sorted(found)[:MOST_IDS]


def _starts_word(page: bytes, start: int) -> bool:
    """Whether the bytes from `start` on are no tail of a longer word."""
    return start == 0 or not page[start - 1 : start].isalnum()


def _in_metas(metas: Iterable[Mapping[str, str | None]]) -> Iterable[str]:
    for meta in metas:
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        kind, rule = _METAS.get(name, ("", None))
        value = (meta.get("content") or "").strip()
        if rule and rule.fullmatch(value):
            yield f"{kind}:{value}"
