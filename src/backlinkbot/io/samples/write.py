"""The whole little web on disk, each format in its own folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.io.samples.archives import write_warcs, write_wats
from backlinkbot.io.samples.exports import write_exports
from backlinkbot.io.samples.graphs import write_graphs, write_rank_lists
from backlinkbot.io.samples.written import Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from backlinkbot.io.samples.made_up import MadeUpWeb

FOLDERS: tuple[tuple[str, Callable[[MadeUpWeb, Path], Iterator[Written]]], ...] = (
    ("warc", write_warcs),
    ("wat", write_wats),
    ("graph", write_graphs),
    ("ranks", write_rank_lists),
    ("exports", write_exports),
)


def write_all(web: MadeUpWeb, folder: Path) -> list[Written]:
    """Write every format below the folder; the same web gives the same bytes."""
    written: list[Written] = []
    for name, write in FOLDERS:
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        written.extend(write(web, place))
    return written
