"""Sites and mappings are kept, and the database brings itself up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import NotFound
from backlinkbot.core.nouns import Site
from backlinkbot.io.state import store
from backlinkbot.io.state.store import State

SITE = Site("a.example", "A", brand_words=("acme",), competitors=("b.example", "c.example"))


def test_a_site_comes_back_as_it_was_put(tmp_path: Path, fixed_clock: FixedClock) -> None:
    State.open(tmp_path).put_site(SITE, fixed_clock.now())
    assert State.open(tmp_path).site("a.example") == SITE


def test_putting_a_site_again_replaces_what_belongs_to_it(
    tmp_path: Path, fixed_clock: FixedClock
) -> None:
    state = State.open(tmp_path)
    state.put_site(SITE, fixed_clock.now())
    state.put_site(Site("a.example", "A2"), fixed_clock.now())
    assert state.sites() == [Site("a.example", "A2")]


def test_an_unknown_site_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"site add nobody\.example"):
        State.open(tmp_path).site("nobody.example")


def test_a_removed_site_is_gone(tmp_path: Path, fixed_clock: FixedClock) -> None:
    state = State.open(tmp_path)
    state.put_site(SITE, fixed_clock.now())
    state.remove_site("a.example")
    assert state.sites() == []


def test_a_mapping_is_remembered_by_its_header(tmp_path: Path) -> None:
    state = State.open(tmp_path)
    state.remember_mapping("From|To", {"source_url": "From", "target_url": "To"})
    assert state.mapping_for("From|To") == {"source_url": "From", "target_url": "To"}
    assert state.mapping_for("Other") == {}


def test_head_is_the_newest_migration() -> None:
    folder = Path(store.__file__).parent / "migrations" / "versions"
    newest = max(path.stem for path in folder.glob("v*.py"))
    assert newest.startswith(f"v{store.HEAD}_")


def test_reading_does_not_wait_for_a_writer(tmp_path: Path, fixed_clock: FixedClock) -> None:
    state = State.open(tmp_path)
    state.put_site(SITE, fixed_clock.now())
    with state._engine.begin():
        assert State.open(tmp_path).sites() == [SITE]
