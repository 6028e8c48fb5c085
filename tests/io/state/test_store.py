"""Sites and mappings are kept, and the database brings itself up to date."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from backlinkbot.core.audit import Choice, Decision
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import NotFound
from backlinkbot.core.nouns import Site
from backlinkbot.io.state import engine
from backlinkbot.io.state.store import State

SITE = Site("a.example", "A", brand_words=("acme",), competitors=("b.example", "c.example"))


def put(state: State, site: Site, clock: FixedClock) -> None:
    state.change_site(site.domain, lambda _: site, clock.now())


def test_a_site_comes_back_as_it_was_put(
    state: State, open_state: Callable[[], State], fixed_clock: FixedClock
) -> None:
    put(state, SITE, fixed_clock)
    with open_state() as again:
        assert again.site("a.example") == SITE


def test_a_change_sees_what_is_known_and_tells_before_and_after(
    state: State, fixed_clock: FixedClock
) -> None:
    put(state, SITE, fixed_clock)
    found = state.change_site("a.example", lambda _: Site("a.example", "A2"), fixed_clock.now())
    assert found == (SITE, Site("a.example", "A2"))
    assert state.sites() == [Site("a.example", "A2")]


def test_a_change_that_fails_leaves_all_as_it_was(state: State, fixed_clock: FixedClock) -> None:
    def fail(known: Site | None) -> Site:
        raise ZeroDivisionError(known)

    put(state, SITE, fixed_clock)
    with pytest.raises(ZeroDivisionError):
        state.change_site("a.example", fail, fixed_clock.now())
    assert state.sites() == [SITE]


def test_an_unknown_site_is_said_with_what_to_do(state: State) -> None:
    with pytest.raises(NotFound, match=r"site add nobody\.example"):
        state.site("nobody.example")


def test_a_removed_site_is_gone_and_given_back(state: State, fixed_clock: FixedClock) -> None:
    put(state, SITE, fixed_clock)
    assert state.remove_site("a.example") == SITE
    assert state.sites() == []


def test_a_mapping_is_remembered_by_its_header(state: State) -> None:
    state.remember_mapping("From|To", {"source_url": "From", "target_url": "To"})
    assert state.mapping_for("From|To") == {"source_url": "From", "target_url": "To"}
    assert state.mapping_for("Other") == {}


def test_head_is_the_newest_migration() -> None:
    folder = Path(engine.__file__).parent / "migrations" / "versions"
    newest = max(path.stem for path in folder.glob("v*.py"))
    assert newest.startswith(f"v{engine.HEAD}_")


def test_reading_does_not_wait_for_a_writer(
    state: State, open_state: Callable[[], State], fixed_clock: FixedClock
) -> None:
    put(state, SITE, fixed_clock)
    with state.writing(), open_state() as other:
        assert other.sites() == [SITE]


def decided(choice: Choice, unit: str = "farm.example", site: str = "a.example") -> Decision:
    moment = datetime(2026, 11, 1, 12, 30, 5, tzinfo=UTC)
    return Decision(site, unit, choice, "Ann", moment, "a note")


def test_decisions_come_back_in_order_as_they_were_made(
    state: State, open_state: Callable[[], State]
) -> None:
    made = [decided(Choice.KEEP), decided(Choice.UNDO), decided(Choice.DISAVOW)]
    for one in made:
        state.decide("a.example", partial(lambda found, _: [found], one))
    state.decide("b.example", lambda _: [decided(Choice.KEEP, site="b.example")])
    with open_state() as again:
        assert again.decisions("a.example") == made


def test_who_decides_sees_what_was_decided_before(state: State) -> None:
    state.decide("a.example", lambda _: [decided(Choice.KEEP)])
    seen: list[Decision] = []

    def look(known: Sequence[Decision]) -> list[Decision]:
        seen.extend(known)
        return []

    state.decide("a.example", look)
    assert seen == [decided(Choice.KEEP)]


def test_a_decision_that_fails_is_not_kept(state: State) -> None:
    def fail(known: object) -> list[Decision]:
        raise ZeroDivisionError(known)

    with pytest.raises(ZeroDivisionError):
        state.decide("a.example", fail)
    assert state.decisions("a.example") == []


OPENED_ELSEWHERE = """
import sys
from pathlib import Path
from backlinkbot.io.state.store import State
with State.open(Path(sys.argv[1])) as state:
    print(len(state.sites()))
"""


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs Linux to see deleted files")
def test_another_process_never_takes_the_log_of_one_that_works(tmp_path: Path) -> None:
    with State.open(tmp_path) as first, first.reading() as held:
        held.exec_driver_sql("SELECT count(*) FROM site").all()
        with State.open(tmp_path):  # as a server does that opens a workspace twice
            pass
        for _ in range(2):
            program = [sys.executable, "-c", OPENED_ELSEWHERE, str(tmp_path)]
            source = Path(__file__).parents[3] / "src"
            subprocess.run(program, check=True, env={**os.environ, "PYTHONPATH": str(source)})
        open_files = [str(one.readlink()) for one in _links(Path("/proc/self/fd"))]
    assert not [one for one in open_files if str(tmp_path) in one and one.endswith("(deleted)")]


def _links(folder: Path) -> list[Path]:
    return [one for one in folder.iterdir() if one.is_symlink()]
