"""The reference shows the table of law as it is, and how much of it was read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from backlinkbot.logic.outreach.compliance import NO_MARK, Law, Reading, Source, laws

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "law.md"
HEAD = (
    "| country | statute | office | named | private | in short | must say | personal data | days"
    " | sources | read |"
)
NOTHING = "\N{EN DASH}"
READ = {Reading.FULL: "in full", Reading.EXCERPT: "excerpt", Reading.KNOWN: "known"}


def told() -> str:
    return PAGE.read_text("utf-8")


def row(law: Law) -> str:
    """The line of the page for a law; what a failing test shows can be put into it."""
    strict = [f"Stricter for {kind}: {why}." for kind, why in law.strict.items()]
    says = [one.value for one in law.says]
    if law.mark is not NO_MARK:
        says += [f"`{words}`" for words in (law.mark.subject, *law.mark.body) if words]
    cells = (
        f"{law.name} ({law.country})",
        "; ".join(law.statutes),
        law.office,
        law.named,
        law.private,
        " ".join([law.note, *strict]),
        ", ".join(says),
        law.personal_data or NOTHING,
        str(law.within_days or NOTHING),
        " · ".join(source(one) for one in law.sources),
        READ[law.reading],
    )
    return f"| {' | '.join(cells)} |"


def source(one: Source) -> str:
    where = f" in {one.via}" if one.via else ""
    when = f", {one.read_on}{where}" if one.read_on else ""
    return f"[{one.title}]({one.url}), {one.section} ({one.by}; {READ[one.reading]}{when})"


@pytest.mark.parametrize("law", laws().values(), ids=lambda law: law.country)
def test_the_reference_shows_the_row_as_it_is(law: Law) -> None:
    assert row(law) in told().splitlines()


def test_the_reference_has_the_rows_of_the_table_alone_and_by_name() -> None:
    lines = told().splitlines()
    shown = lines[lines.index(HEAD) + 2 :]
    expected = [row(law) for law in sorted(laws().values(), key=lambda law: law.name)]
    assert [line for line in shown if line] == expected


def test_the_reference_says_how_many_rows_were_read_and_how() -> None:
    count = Counter(law.reading for law in laws().values())
    said = (
        f"Of {len(laws())} rows {count[Reading.FULL]} are read in full, "
        f"{count[Reading.EXCERPT]} in excerpt, {count[Reading.KNOWN]} are known only."
    )
    assert said in told()
