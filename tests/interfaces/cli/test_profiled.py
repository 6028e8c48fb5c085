"""A profile on the terminal."""

from __future__ import annotations

from datetime import date

import pytest

from backlinkbot.app.known import TOO_LITTLE
from backlinkbot.app.profile.beside import NOT_MEASURED
from backlinkbot.core import columns
from backlinkbot.interfaces.cli.profiled import show_profile
from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.judge.evidence import LinkInputs
from backlinkbot.logic.judge.profile import ProfileFacts, profile_of


def shown(capsys: pytest.CaptureFixture[str], **facts: float | str) -> tuple[str, str]:
    told = ProfileFacts("acme.example", date(2026, 11, 1), "s", **facts)  # type: ignore[arg-type]  # some of its fields
    words = LinkInputs(anchor_words("acme.example"))
    show_profile(profile_of(columns.links().empty_table(), words, told))
    return capsys.readouterr()


def test_authority_is_shown_with_its_interval(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = shown(capsys, authority=41.2, authority_low=37.0, authority_high=45.0)
    assert "41 (37 to 45)" in out
    assert "To know authority" not in err


@pytest.mark.parametrize(
    ("note", "help_"),
    [(NOT_MEASURED, "run `backlinkbot measure`"), (TOO_LITTLE, "measure a Common Crawl release")],
)
def test_without_authority_there_is_no_number_but_why_and_what_helps(
    capsys: pytest.CaptureFixture[str], note: str, help_: str
) -> None:
    out, err = shown(capsys, authority_note=note)
    card = next(line for line in out.splitlines() if "authority (0" in line)
    assert note in card
    assert f"To know authority: {help_}" in err


def test_starts_that_nobody_knows_and_unjudged_links_are_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    out, _ = shown(capsys, start_unknown=17)
    assert "start not known (domains)     17" in out
    assert "unjudged (too little known)" in out
