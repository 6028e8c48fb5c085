"""Every section against its golden file; run with REWRITE_GOLDEN=1 to write them anew."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, is_dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from backlinkbot.core.nouns import Growth
from backlinkbot.core.profile import Profile
from backlinkbot.logic.judge.profile import every_week
from backlinkbot.logic.reports.profile_page import ORDER
from backlinkbot.logic.reports.sections import sections
from backlinkbot.logic.reports.wording import wording

GOLDEN = Path(__file__).parent.parent / "golden"


def as_json(value: Any) -> str:
    def known(one: Any) -> Any:
        return asdict(one) if is_dataclass(one) and not isinstance(one, type) else str(one)

    document = {
        "title": value.title,
        "lead": value.lead,
        "blocks": [{type(block).__name__: asdict(block)} for block in value.blocks],
    }
    return json.dumps(document, default=known, indent=1, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("name", list(sections))
def test_a_section_says_what_its_golden_file_says(name: str, profile: Profile) -> None:
    made = as_json(sections[name](profile, wording()))
    golden = GOLDEN / f"{name}.json"
    if os.environ.get("REWRITE_GOLDEN"):
        golden.write_text(made, "utf-8")
    assert made == golden.read_text("utf-8")


def test_the_page_has_every_section_once() -> None:
    assert sorted(ORDER) == list(sections)


def test_levels_are_counted_back_from_today(profile: Profile) -> None:
    (timeline,) = sections["growth"](profile, wording()).blocks
    moments = timeline.moments  # type: ignore[union-attr]  # the profile has weeks
    assert moments[-1].level == profile.referring_domains
    for before, after in pairwise(moments):
        assert after.level == before.level + after.won - after.lost


def test_domains_of_unknown_start_are_in_no_level(profile: Profile) -> None:
    some = replace(profile, start_unknown=12)
    timeline, _ = sections["growth"](some, wording()).blocks
    levels = [one.level for one in timeline.moments]  # type: ignore[union-attr]  # the profile has weeks
    assert levels[-1] == profile.referring_domains - 12
    assert levels[0] == 10, "31 today, 12 of unknown start, 12 won and 3 lost since"


def test_quiet_periods_are_left_out_of_the_table_and_counted(profile: Profile) -> None:
    weeks = (Growth(date(2014, 6, 2), 1, 0), Growth(date(2026, 8, 3), 2, 0))
    long = replace(profile, weeks=every_week(weeks, profile.as_of))
    (timeline,) = sections["growth"](long, wording()).blocks
    assert len(timeline.moments) == 3 + 11 * 4 + 4  # type: ignore[union-attr]  # quarters
    assert [row[0] for row in timeline.table.rows] == ["Oct 2026", "Jul 2026", "Apr 2014"]  # type: ignore[union-attr]
    assert "48 without a change left out" in timeline.table.caption  # type: ignore[union-attr]


def test_starts_that_nobody_knows_are_said_beside_the_chart_and_on_the_card(
    profile: Profile,
) -> None:
    some = replace(profile, start_unknown=12)
    for one in (some, replace(some, weeks=())):
        said = as_json(sections["growth"](one, wording()))
        assert "Of 12 of 31 referring domains nobody knows when they began to link." in said
    assert "6 won, 2 lost; start unknown of 12" in as_json(sections["summary"](some, wording()))


def test_a_page_without_authority_shows_no_number_and_why(profile: Profile) -> None:
    gone = {"authority": None, "authority_low": None, "authority_high": None}
    note = "too little data for authority"
    section = sections["summary"](replace(profile, **gone, authority_note=note), wording())
    card = next(one for one in section.blocks[0].cards if one.label == "Authority")  # type: ignore[union-attr]  # cards stand first
    assert (card.value, card.detail) == ("not known", note)
