"""The typed columns of one block, with every value that could not be used told to the rejects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backlinkbot.core.urls import is_on_the_web
from backlinkbot.io.readers.table.dates import Order, parsed_dates
from backlinkbot.io.readers.table.roles import (
    DATE_ROLES,
    FLAG_ROLES,
    NUMBER_ROLES,
    SCORE,
    URL_ROLES,
    Cells,
)
from backlinkbot.io.readers.table.values import (
    Addresses,
    addresses,
    flags,
    is_alien,
    numbers,
    wholes,
)

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.core.facts import Rejects

SHIFTED = "columns are shifted against the header"
NO_SOURCE = "no source URL"
NO_TARGET = "no target URL"
BAD_SOURCE = "source URL is not a web address"
BAD_TARGET = "target URL is not a web address"
INTERNAL = "link within one site"
LOCAL = "address on no public web (localhost, intranet)"
MOST_LINKS = 2**31 - 1  # what a count may be at most; larger ones are mistakes of a file
MOST = {"page_status": 999}
_MISSING = {"source_url": (NO_SOURCE, BAD_SOURCE), "target_url": (NO_TARGET, BAD_TARGET)}


def _tells_only_whether(column: pa.Array) -> bool:
    """Whether a column that should say when says only yes or no."""
    import pyarrow.compute as pc

    words = {word.strip().casefold() for word in pc.unique(column).to_pylist()[:4]}
    return bool(words & {"true", "false"}) and words <= {"true", "false", ""}


def _is_known_public(name: str | None) -> bool:
    return name is None or is_on_the_web(name)  # a missing name has its own reason


@dataclass
class TypedColumns:
    """One block with types; `refused` holds the reason of each row that must not be used."""

    cells: Cells
    order: Order | None
    values: dict[str, pa.Array] = field(default_factory=dict)
    urls: dict[str, Addresses] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    emptied: list[tuple[int, str]] = field(default_factory=list)

    def read(self) -> None:
        """Give every column its type."""
        for role, column in self.cells.texts.items():
            if role in DATE_ROLES:
                self._dates(role, column)
            elif role in URL_ROLES:
                self._urls(role, column)
            elif role in FLAG_ROLES or role in NUMBER_ROLES or role.startswith(SCORE):
                self._words(role, column)

    def _dates(self, role: str, column: pa.Array) -> None:
        if role == "lost_on" and _tells_only_whether(column):
            self._words("lost", column)
            return
        found = parsed_dates(column, self.order)
        self.values[role] = found.moments
        for row, reason in found.bad.items():
            self._bad(row, reason, is_shifted=is_alien(column[row].as_py().strip(), "date"))

    def _words(self, role: str, column: pa.Array) -> None:
        if role in FLAG_ROLES:
            found = flags(column)
        elif role in NUMBER_ROLES:
            found = wholes(column, MOST.get(role, MOST_LINKS))
        else:
            found = numbers(column)
        self.values[role] = found.values
        for row, reason in found.bad.items():
            self._bad(row, reason, is_shifted=row in found.aliens)

    def _urls(self, role: str, column: pa.Array) -> None:
        import numpy as np

        found = addresses(column)
        self.urls[role] = found
        missing, unusable = _MISSING[role]
        for row in np.flatnonzero(found.urls.is_null().to_numpy(zero_copy_only=False)):
            text = column[int(row)].as_py().strip()
            shifted = bool(text) and is_alien(text, "url")
            self.refused[int(row)] = SHIFTED if shifted else (unusable if text else missing)

    def _bad(self, row: int, reason: str, *, is_shifted: bool) -> None:
        if is_shifted:
            self.refused[row] = SHIFTED
        else:
            self.emptied.append((row, reason))

    def refuse_internal(self, sources: pa.Array, targets: pa.Array) -> None:
        """Refuse the rows whose two domains are the same."""
        import numpy as np
        import pyarrow.compute as pc

        same = pc.fill_null(pc.equal(sources, targets), fill_value=False)
        for row in np.flatnonzero(same.to_numpy(zero_copy_only=False)):
            self.refused.setdefault(int(row), INTERNAL)

    def refuse_local(self, *domains: pa.Array) -> None:
        """Refuse the rows with an end that is on no public web: nobody's domain."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        for column in domains:
            local = [name for name in pc.unique(column).to_pylist() if not _is_known_public(name)]
            if not local:
                continue
            rows = pc.is_in(column, pa.array(local, pa.string()))
            for row in np.flatnonzero(rows.to_numpy(zero_copy_only=False)):
                self.refused.setdefault(int(row), LOCAL)

    def tell(self, rejects: Rejects) -> NDArray[np.bool_]:
        """Count what was refused or left empty; which rows are kept."""
        import numpy as np

        for row, reason in self.emptied:
            if row not in self.refused:
                rejects.add(reason, self.cells.place(row), self.cells.text(row))
        for row, reason in sorted(self.refused.items()):
            rejects.add(reason, self.cells.place(row), self.cells.text(row))
        kept = np.ones(len(self.cells), dtype=bool)
        kept[list(self.refused)] = False
        return kept
