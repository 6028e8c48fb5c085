"""Which release domains are looked up in after a measurement, and what to say about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from backlinkbot.app.measure.inputs import Given


@dataclass(frozen=True, slots=True)
class Force:
    """Whether the new release comes into force, and a sentence where that is no matter of course.

    The sentence may hold `{name}`, the new release's name.
    """

    is_taken: bool
    note: str = ""


def force_of(folder: Path, given: Given, names: pa.ChunkedArray, *, use: bool) -> Force:
    """The index's own measurement comes into force; a foreign graph's when it is told to.

    Not told, it does so only if its nodes are domain names and what is in force is neither the
    index's nor chosen by the user.
    """
    from backlinkbot.io.index.graphs.exchange import names_domains
    from backlinkbot.io.index.graphs.releases import release_in_force, settled_release

    settled, current = settled_release(folder), release_in_force(folder)
    is_taken = use or given.is_index
    if not is_taken and settled is not None:
        return Force(
            is_taken=False,
            note=f"domains are looked up in {settled.name} as before; "
            "`backlinkbot release use {name}` changes that",
        )
    if not is_taken and not names_domains(names):
        return Force(
            is_taken=False,
            note="the nodes are no domain names, so that domains are not looked up among them; "
            "`backlinkbot release use {name}` changes that",
        )
    if current is None or (given.series and current.about.get("series") == given.series):
        return Force(is_taken=True)
    return Force(
        is_taken=True,
        note="domains are looked up in this release from now on; "
        f"`backlinkbot release use {current.name}` goes back to the one before",
    )
