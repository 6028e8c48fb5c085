"""What docs/reference/urls.md promises is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from backlinkbot.core import urls
from backlinkbot.core.urls import canonical, why_refused
from backlinkbot.core.urls.tracking import TRACKING_PARAMETERS, is_tracking

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "urls.md"
TEXT = PAGE.read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table that begins with this heading row."""
    lines = TEXT[TEXT.index(heading) :].splitlines()[2:]
    table = lines[: next(n for n, line in enumerate(lines) if not line.startswith("|"))]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_every_rule_does_what_its_example_says() -> None:
    examples = rows("| rule | written | in the index |")
    assert len(examples) >= 18
    for rule, written, form in examples:
        assert [canonical(text) for text in quoted(written)] == quoted(form), rule


def test_what_is_said_to_stay_two_stays_two() -> None:
    for reason, pair in rows("| kept, because | for example |"):
        assert [canonical(text) for text in quoted(pair)] == quoted(pair), reason


def test_what_is_said_to_be_refused_is_refused_for_that_reason() -> None:
    for reason, examples in rows("| reason | for example |"):
        for text in quoted(examples):
            assert why_refused(text) == reason


def test_the_list_of_tracking_parameters_is_the_list_in_use() -> None:
    told = [name for _, cell in rows("| system | parameters |") for name in quoted(cell)]
    assert all(is_tracking(name) for name in told)
    assert set(told) - {"utm_"} == TRACKING_PARAMETERS


def test_every_function_of_the_room_is_told() -> None:
    told = {
        name.partition("(")[0] for cell, _ in rows("| function | gives |") for name in quoted(cell)
    }
    constants_and_types = {name for name in urls.__all__ if not name[0].islower()}
    assert told == set(urls.__all__) - constants_and_types - {"suffix_list_version"} | {
        "named.domain_named"
    }
    assert "suffix_list_version" in TEXT
