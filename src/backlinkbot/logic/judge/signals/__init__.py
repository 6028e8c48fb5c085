"""One file per signal: a function from the links of a target to a `Factor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from backlinkbot.logic.judge.evidence import Evidence, Factor

signals: Registry[Callable[[Evidence], Factor]] = Registry("signal", __name__)
