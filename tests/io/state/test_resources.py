"""What can be spent on a site is kept as it was told last."""

from __future__ import annotations

from datetime import UTC, datetime

from backlinkbot.core.plans import Resources
from backlinkbot.io.state.resources import keep_resources, kept_resources
from backlinkbot.io.state.store import State

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def test_the_last_word_stands(state: State) -> None:
    first, last = Resources(4.0, 100.0, ("en",)), Resources(6.5, 0.0, ("de", "pt-BR"))
    with state.writing() as connection:
        assert kept_resources(connection, "shop.example") is None
        keep_resources(connection, "shop.example", first, by="Ann", at=NOW)
        keep_resources(connection, "shop.example", last, by="Bo", at=NOW)
    with state.reading() as connection:
        assert kept_resources(connection, "shop.example") == last
        assert kept_resources(connection, "other.example") is None
