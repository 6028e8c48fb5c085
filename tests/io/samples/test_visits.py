"""Visits of the little web: the same every time, and read like those of a real account."""

from __future__ import annotations

from pathlib import Path

from backlinkbot.core.facts import Rejects
from backlinkbot.io.readers.stored import file_source
from backlinkbot.io.readers.visits.format import VisitReading
from backlinkbot.io.readers.visits.read import visits_format_of
from backlinkbot.io.samples.visits import write_visits
from backlinkbot.logic.tiny_web.world import make_world


def test_the_same_web_has_the_same_visits(tmp_path: Path) -> None:
    world = make_world(3, 60)
    first, second = (write_visits(world, tmp_path / name) for name in ("one", "two"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_every_row_is_read_and_the_spam_in_it_is_left_out(tmp_path: Path) -> None:
    world = make_world(3, 60)
    found = {}
    for path in write_visits(world, tmp_path):
        source = file_source(path)
        name, form = visits_format_of(source)
        reading = VisitReading(Rejects(), world.client)
        found[name] = sum(facts.rows.num_rows for facts in form.read(source, reading))
        assert not reading.rejects.counts
        if name == "ga4":
            assert reading.left_out["visits of referrers that are spam"] > 0
    assert set(found) == {"ga4", "search-results"}
    assert all(found.values())
