"""The reference of the markers is written from their own words; run this file to write it anew."""

from __future__ import annotations

import inspect
from pathlib import Path

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import sites, trades
from backlinkbot.logic.judge.signals.markers import Marker, markers

PAGE = Path(__file__).parents[5] / "docs" / "reference" / "markers.md"
BEGIN, END = "<!-- from the markers' own words -->", "<!-- end of the markers' own words -->"
SAID = {
    Family.OWNERS: "Owners: what sites share",
    Family.LINKS: "Links: who links where",
    Family.CONTENT: "Content: what pages say and are",
    Family.PLACEMENT: "Placement: where the link stands",
    Family.ANCHORS: "Anchors: what the link says",
    Family.TIMING: "Timing: when links and sites come and go",
}


def written() -> str:
    """All markers by family, each with its version and what it tells a client."""
    parts = []
    for family, title in SAID.items():
        parts.append(f"## {title}\n")
        parts += [_told(name, rule) for name, rule in markers.items() if rule.family is family]
    lists = (
        f"{trades.FILE} ({trades.word_list().version}), {sites.FILE} ({sites.word_list().version})"
    )
    parts.append(f"Word lists: {lists}.\n")
    return "\n".join(parts)


def _told(name: str, rule: Marker) -> str:
    first, *rest = inspect.cleandoc(rule.find.__doc__ or "").split("\n\n")
    body = " ".join(" ".join(rest).split())
    return f"**`{name}`** (of a {rule.level.value}, version {rule.version}). {first} {body}\n"


def _with_words(page: str) -> str:
    head, _, rest = page.partition(BEGIN)
    return f"{head}{BEGIN}\n\n{written()}\n{END}{rest.partition(END)[2]}"


def test_the_reference_has_the_markers_own_words() -> None:
    page = PAGE.read_text("utf-8")
    assert page == _with_words(page), f"run {Path(__file__).name} to write it anew"


if __name__ == "__main__":
    PAGE.write_text(_with_words(PAGE.read_text("utf-8")), "utf-8")
