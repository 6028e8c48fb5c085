"""What a bare export tells (addresses, anchors, dates) never speaks about a site itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backlinkbot.logic.judge.signals.markers import markers
from backlinkbot.logic.judge.suspicion import Suspects
from backlinkbot.logic.judge.verdict.advice import OF_THE_SITE, SOFT, SPEAKS_ABOVE

Making = Callable[..., Suspects]
# Words of every marker that reads names and addresses.
WORDS = (
    "casino", "poker", "viagra", "payday", "loan", "porn", "escort", "essay", "replica", "seo",
    "backlinks", "dofollow", "linkdirectory", "addurl", "articlesubmission", "ezine",
    "linkexchange",
    "link", "exchange", "trade", "links", "partners", "guestbook", "writeforus", "sponsored",
    "post",
    "domain", "for", "sale", "parked", "directory", "web", "free",
)  # fmt: skip
DAY = datetime(2026, 9, 7, tzinfo=UTC)
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)
link = st.fixed_dictionaries(
    {
        "name": words.map("-".join),
        "path": words.map("/".join),
        "anchor": st.none() | words.map(" ".join),
        "started_on": st.none() | st.just(DAY),
    }
)


def made_of(suspects: Making, rows: list[dict[str, Any]]) -> Suspects:
    return suspects(
        *(
            {
                "source_domain": f"{row['name']}{at}.example",
                "source_url": f"https://{row['name']}{at}.example/{row['path']}",
                "anchor": row["anchor"],
                "started_on": row["started_on"],
                "placement": None,
                "followed": None,
            }
            for at, row in enumerate(rows)
        )
    )


@given(rows=st.lists(link, min_size=1, max_size=40))
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # it makes, and keeps nothing
)
def test_no_marker_of_the_site_speaks(suspects: Making, rows: list[dict[str, Any]]) -> None:
    found = made_of(suspects, rows)
    for name, rule in markers.items():
        if rule.family in OF_THE_SITE and name not in SOFT:
            strongest = np.nan_to_num(rule.find(found).strength).max()
            assert strongest <= np.float32(SPEAKS_ABOVE), name


@pytest.mark.parametrize("path", ["", "links", "link-exchange/add-your-link", "write-for-us"])
def test_hundreds_of_sites_with_one_keyword_on_one_date_neither(
    suspects: Making, path: str
) -> None:
    rows = [
        {"name": word, "path": path, "anchor": "online casino", "started_on": DAY}
        for word in WORDS * 10
    ]
    found = made_of(suspects, rows)
    for name, rule in markers.items():
        if rule.family in OF_THE_SITE and name not in SOFT:
            strongest = np.nan_to_num(rule.find(found).strength).max()
            assert strongest <= np.float32(SPEAKS_ABOVE), name
