"""What verbs answered about a small shop in October: two won, one of them doubtful, one lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from backlinkbot.core.audit import Advice, Audit, DomainVerdict, Group, GroupKind
from backlinkbot.core.client_report import ClientReport
from backlinkbot.core.goals import Goal, GoalKind
from backlinkbot.core.nouns import Growth, Site
from backlinkbot.core.profile import Profile, QualitySplit
from backlinkbot.logic.reports.client.facts import report_of
from backlinkbot.logic.reports.client.material import Material, VerdictError

SINCE, UNTIL = date(2026, 10, 1), date(2026, 10, 31)
MOMENT = pa.timestamp("s", tz="UTC")
Make = Callable[..., ClientReport]


def moment(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


def row(domain: str, **told: Any) -> dict[str, Any]:
    given = {
        "source_domain": domain, "followed_backlinks": 1, "state": "live", "first_seen": None,
        "started_on": None, "lost_on": None, "lost_reason": None, "basis": "pages",
        "quality": 50.0, "strength": "medium", "source_url": f"https://{domain}/page",
        "source_title": f"A page of {domain}", "target_url": "https://shop.example/",
        "anchor": "the shop", "links": 1,
    }  # fmt: skip
    return {**given, **told}


def rows_of(*rows: dict[str, Any]) -> pa.Table:
    text = pa.string()
    schema = pa.schema(
        [
            ("source_domain", text), ("followed_backlinks", pa.int64()), ("state", text),
            ("first_seen", MOMENT), ("started_on", MOMENT), ("lost_on", MOMENT),
            ("lost_reason", text), ("basis", text), ("quality", pa.float64()), ("strength", text),
            ("source_url", text), ("source_title", text), ("target_url", text), ("anchor", text),
            ("links", pa.int64()),
        ]
    )  # fmt: skip
    return pa.Table.from_pylist(list(rows), schema=schema)


def authority_rows(*rows: tuple[str, str, float, float | None, str | None]) -> pa.Table:
    """Domain, day, points, change since the release before, its verdict."""
    names = ("domain", "measured_on", "authority", "change", "verdict")
    given = [
        {
            **dict(zip(names, one, strict=True)),
            "release": f"{one[1]}-r",
            "authority_low": one[2] - 2,
            "authority_high": one[2] + 2,
        }
        for one in rows
    ]
    texts = [(name, pa.string()) for name in ("domain", "measured_on", "release", "verdict")]
    points = ("authority", "authority_low", "authority_high", "change")
    schema = pa.schema([*texts, *((name, pa.float64()) for name in points)])
    return pa.Table.from_pylist(given, schema=schema)


def split(strong: int, medium: int, weak: int) -> QualitySplit:
    bins = (0, weak, 0, 0, medium, 0, strong, 0, 0, 0)
    return QualitySplit(strong, medium, weak, 0, bins, 60, 40)


def profile(day: date, domains: int, quality: QualitySplit) -> Profile:
    return Profile(
        domain="shop.example", as_of=day, snapshot="000001-20261031T230000Z",
        backlinks=2 * domains, referring_domains=domains, followed_share=0.9, authority=None,
        authority_low=None, authority_high=None, quality=quality, placements=(),
        anchor_classes=(), top_anchors=(), new_30d=0, lost_30d=0,
        weeks=(Growth(date(2026, 9, 28), 3, 0), Growth(date(2026, 10, 5), 2, 1)),
        top_referring_domains=(),
    )  # fmt: skip


def verdict(domain: str, advice: Advice) -> DomainVerdict:
    return DomainVerdict(domain, domain, advice, 0.9, (), (), 1)


def goal(kind: GoalKind, wanted: float, since: date = SINCE) -> Goal:
    return Goal("shop.example", kind, wanted, since, "ada", moment(9, 1))


DOMAINS = rows_of(
    row("good.example", started_on=moment(10, 3), quality=70.0, strength="strong"),
    row("doubtful.example", started_on=moment(10, 4), quality=90.0, strength="strong"),
    row("gone.example", started_on=moment(3, 1), lost_on=moment(10, 20), lost_reason="page_gone",
        state="lost", links=0),
    row("old.example", started_on=moment(2, 1)),
)  # fmt: skip
MATERIAL = Material(
    site=Site(domain="shop.example", name="The Shop", competitors=("rival.example",)),
    since=SINCE,
    until=UNTIL,
    as_of=UNTIL,
    now=profile(UNTIL, 3, split(2, 1, 0)),
    then=profile(date(2026, 9, 30), 2, split(1, 1, 0)),
    domains=DOMAINS,
    field={
        "shop.example": DOMAINS,
        "rival.example": rows_of(
            row("a.example", started_on=moment(10, 1)), row("b.example", first_seen=moment(1, 1))
        ),
    },
    authority=authority_rows(
        ("shop.example", "2026-09-15", 30.0, None, None),
        ("shop.example", "2026-10-15", 34.0, 3.5, "up"),
        ("good.example", "2026-09-15", 50.0, None, None),
        ("good.example", "2026-10-15", 60.0, 9.0, "up"),
    ),
    gap={"a.example": ("rival.example",)},
    gap_total=1,
    audit=Audit(
        "shop.example", UNTIL, "s", 6, 3, 0, 1, Advice.DISAVOW, "One should go.",
        groups=(Group("farm", GroupKind.LINK_FARM, ("doubtful.example",), 1, None, 0.9, (), ()),),
        domains=(
            verdict("good.example", Advice.KEEP),
            verdict("doubtful.example", Advice.DISAVOW),
            verdict("old.example", Advice.KEEP),
        ),
    ),
    velocity=None,
    decided=(),
    errors=(VerdictError("disavow", 6_678, 0, "2026-11"), VerdictError("review", 90, 2, "2026-11")),
    goals=(goal(GoalKind.REFERRING_DOMAINS, 2), goal(GoalKind.AUTHORITY, 30)),
)  # fmt: skip


@pytest.fixture
def make() -> Make:
    """A report of the material with changes."""
    return lambda **changes: report_of(replace(MATERIAL, **changes))


@pytest.fixture
def tables() -> SimpleNamespace:
    """What tests make tables with: `row`, `rows_of`, `authority_rows`, `moment`."""
    return SimpleNamespace(
        row=row,
        rows_of=rows_of,
        authority_rows=authority_rows,
        moment=moment,
        split=split,
        now=MATERIAL.now,
    )
