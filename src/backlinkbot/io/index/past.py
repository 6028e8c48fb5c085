"""Going back: an older kept snapshot as the newest one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from backlinkbot.core.errors import NotFound
from backlinkbot.io.index.manifest import name_of

if TYPE_CHECKING:
    from datetime import datetime

    from backlinkbot.io.index.layout import Layout
    from backlinkbot.io.index.manifest import Manifest


def restored(layout: Layout, now: datetime, to: str) -> Manifest:
    """A new manifest with what the snapshot `to` held, else the one before the current.

    Its files are sealed and shared, so nothing is written but the manifest.

    Raises:
        NotFound: that snapshot is not kept any more.
    """
    old = chosen(layout, to)
    moment = now.astimezone(UTC).replace(microsecond=0)
    return replace(
        old,
        name=name_of(layout.next_number(), moment),
        created_at=moment,
        restores=old.restores or old.name,
        compacts="",
    )


def chosen(layout: Layout, to: str) -> Manifest:
    """The kept snapshot of this name, else the one before the state that is current.

    Raises:
        NotFound: it is not kept any more.
    """
    return layout.load(to if to in layout.names() else _before(layout, to))


def _before(layout: Layout, wanted: str) -> str:
    """The newest kept snapshot older than the state that is current."""
    current = layout.current_name()
    if wanted or current is None:
        kept = ", ".join(layout.names()) or "none"
        raise NotFound(f"no snapshot {wanted or 'before this'} is kept; there are: {kept}")
    state = layout.load(current).restores or current
    older = [name for name in layout.names() if name < state]
    if not older:
        raise NotFound(
            "no snapshot before this one is kept; "
            "`index forget` takes the links of one file or source away"
        )
    return older[-1]
