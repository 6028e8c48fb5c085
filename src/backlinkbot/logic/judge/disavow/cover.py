"""Which entries of a disavow file cover others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.logic.judge.disavow.lines import Line, LineKind
from backlinkbot.logic.judge.disavow.syntax import named_host

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Cover:
    """Lines that name a domain, by that name.

    Lines that name an IP address or a whole top-level domain cover nothing: nobody promises that
    they work.
    """

    lines: Mapping[str, Line]

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Cover:
        """From any lines; the first of equal ones counts."""
        found: dict[str, Line] = {}
        for line in lines:
            if line.kind is LineKind.DOMAIN:
                found.setdefault(line.name, line)
        return cls(found)

    def above(self, line: Line) -> Line | None:
        """The line that covers all this one does and more; None if there is none."""
        if line.kind is LineKind.URL:
            name = named_host(line.name)
        elif line.kind is LineKind.DOMAIN:
            name = line.name.partition(".")[2]
        else:
            return None
        while name:
            if found := self.lines.get(name):
                return found
            name = name.partition(".")[2]
        return None
