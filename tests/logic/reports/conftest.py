"""A small judged profile, with hostile texts where the web puts them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from backlinkbot.core.nouns import Growth, Reading
from backlinkbot.core.profile import (
    Anchor,
    JudgedLink,
    Profile,
    QualitySplit,
    ReferringDomain,
    Spread,
    Tally,
)

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def judged(domain: str, quality: float, strength: str, **other: str) -> JudgedLink:
    given = {"anchor": "Acme", "title": f"A page of {domain}", "address": f"https://{domain}/a"}
    given |= other
    return JudgedLink(
        source_url=given["address"],
        source_domain=domain,
        source_title=given["title"],
        target_url="https://acme.example/",
        anchor=given["anchor"],
        anchor_class="branded",
        placement="content",
        followed=True,
        first_seen=date(2026, 3, 4),
        quality=quality,
        strength=strength,
        reason=f"{domain} has an authority of 60 out of 100.",
        readings=(
            Reading("authority", 60.0, 0.86, f"{domain} has an authority of 60 out of 100."),
            Reading("relevance", None, None, "Topical relevance is not known."),
        ),
    )


@pytest.fixture
def profile() -> Profile:
    monday = date(2026, 8, 31)
    weeks = tuple(Growth(monday + timedelta(weeks=n), n % 4, n % 3 // 2) for n in range(9))
    return Profile(
        domain="acme.example",
        as_of=date(2026, 11, 1),
        snapshot="2026-11-01-7",
        backlinks=1_240,
        referring_domains=31,
        followed_share=0.71,
        authority=41.26,
        authority_low=37.0,
        authority_high=45.0,
        quality=QualitySplit(
            200, 400, 600, 40, (0, 90, 210, 300, 250, 150, 120, 60, 20, 0), 60, 40
        ),
        placements=(Tally("content", 800, 25), Tally("comment", 440, 9)),
        anchor_classes=(Tally("branded", 900, 22), Tally("image/empty", 340, 11)),
        top_anchors=(Anchor("Acme", "branded", 700, 20), Anchor(HOSTILE, "other", 9, 1)),
        new_30d=6,
        lost_30d=2,
        weeks=weeks,
        top_referring_domains=(ReferringDomain("a.example", 9, 8, 61.0, 80.5, None),),
        spreads=(
            Spread("languages", (Tally("en", 900, 20), Tally("de", 300, 9)), 2, 0.893, 40, "text"),
            Spread("countries", (), 0, None, 1_240, "endings"),
        ),
        best=(judged("a.example", 88.2, "strong"),),
        worst=(
            judged("b.example", 9.4, "weak", anchor=HOSTILE, title=HOSTILE),
            judged("c.example", 12.0, "weak", address="javascript:alert(3)"),
        ),
        findings=("200 of 1,200 backlinks are strong, led by a.example.",),
        unknown=("Traffic is unknown for 900 of 1,240 backlinks.",),
        method=("Each backlink is scored on five factors.",),
    )
