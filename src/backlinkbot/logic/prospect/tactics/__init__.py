"""One file per tactic: a function from a `Ground` to a table of candidates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from backlinkbot.core.chances import Tactic
    from backlinkbot.logic.prospect.ground import Fact, Ground


@dataclass(frozen=True, slots=True)
class Way:
    """A tactic: what it makes of a `Ground`, and what it reads of it.

    `hears`: the kinds of phrases (`logic.prospect.phrases`) that it wants to know pages of.
    """

    tactic: Tactic
    think: Callable[[Ground], pa.Table]
    needs: tuple[Fact, ...]
    hears: tuple[str, ...] = ()

    @property
    def explanation(self) -> str:
        """What it looks for, to a client."""
        return " ".join((self.think.__doc__ or "").split())


tactics: Registry[Way] = Registry("tactic", __name__)


def tactic(
    kind: Tactic, *needs: Fact, hears: tuple[str, ...] = ()
) -> Callable[[Callable[[Ground], pa.Table]], Callable[[Ground], pa.Table]]:
    """Register a function as the tactic of this kind, which reads these facts and phrases."""

    def register(think: Callable[[Ground], pa.Table]) -> Callable[[Ground], pa.Table]:
        tactics.add(kind.value)(Way(kind, think, needs, hears))
        return think

    return register
