"""How long work tells how far it is, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """A listener to long work; interfaces show it, tests and programs may stay silent."""

    def stage(self, name: str, total: float | None = None, unit: str = "") -> None:
        """A new stage begins; `total` in `unit`s, None when nobody can know."""
        ...

    def reached(self, done: float) -> None:
        """So much of the stage is done, counted from its start."""
        ...


class Silent:
    """Listens and says nothing."""

    def stage(self, name: str, total: float | None = None, unit: str = "") -> None:
        """Nothing to show."""

    def reached(self, done: float) -> None:
        """Nothing to show."""
