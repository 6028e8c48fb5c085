"""Ids in a page's source that belong to its owner: analytics, tag managers, ads, verifications.

Two sites with one id have one hand behind them; which ids are shared too widely to mean anything is
for the judge to say.
"""

from __future__ import annotations

import re

MOST_IDS = 40  # of one page; more is a directory of ids, not an owner

# kind, the bytes that must occur before the pattern is worth trying, the pattern with the id in it
_IDS = (
    ("ga", b"UA-", rb"\bUA-(\d{4,10})-\d{1,4}\b"),
    ("ga4", b"G-", rb"[\"'=/]G-([A-Z0-9]{8,12})\b"),
    ("gtm", b"GTM-", rb"\bGTM-([A-Z0-9]{4,9})\b"),
    ("ads", b"pub-", rb"\b(?:ca-)?(pub-\d{10,16})\b"),
    ("adwords", b"AW-", rb"[\"'=/](AW-\d{8,12})\b"),
    ("fb-pixel", b"fbq(", rb"fbq\(\s*[\"']init[\"']\s*,\s*[\"']?(\d{10,17})"),
    ("fb-app", b"fb:app_id", rb"fb:app_id[\"']\s+content=[\"'](\d{8,17})"),
    ("metrika", b"ym(", rb"\bym\(\s*(\d{5,10})\s*,\s*[\"']init"),
    ("hotjar", b"hjid", rb"hjid\s*[:=]\s*(\d{4,9})"),
    ("clarity", b"clarity.ms/tag/", rb"clarity\.ms/tag/([a-z0-9]{8,12})"),
    ("matomo", b"setTrackerUrl", rb"(?:var u\s*=\s*|setTrackerUrl[\"'],\s*)"
     rb"[\"'](?:https?:)?//([\w.-]+[\w/.-]{0,80})"),
    ("amazon", b"tag=", rb"amazon\.[a-z.]{2,6}/[^\"'<>\s]{0,300}?[?&;]tag=([\w]{2,30}-2\d)\b"),
    ("google-verification", b"google-site-verification",
     rb"google-site-verification[\"']?\s+content=[\"']([\w-]{20,60})"),
    ("bing-verification", b"msvalidate.01", rb"msvalidate\.01[\"']\s+content=[\"']([0-9A-F]{32})"),
    ("yandex-verification", b"yandex-verification",
     rb"yandex-verification[\"']\s+content=[\"'](\w{8,40})"),
    ("pinterest-verification", b"p:domain_verify",
     rb"p:domain_verify[\"']\s+content=[\"'](\w{16,64})"),
    ("fb-verification", b"facebook-domain-verification",
     rb"facebook-domain-verification[\"']\s+content=[\"'](\w{16,64})"),
)  # fmt: skip
_SEARCHES = tuple((kind, sign, re.compile(rule)) for kind, sign, rule in _IDS)


def owner_ids(page: bytes) -> list[str]:
    """The ids as "kind:id", sorted, each once ("ga:1234567", "ads:pub-1234567890123456")."""
    found = {
        f"{kind}:{value.decode('ascii', 'replace')}"
        for kind, sign, rule in _SEARCHES
        if sign in page
        for value in rule.findall(page)
    }
    return sorted(found)[:MOST_IDS]
