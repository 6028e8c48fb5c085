"""The types of sites, out of their names and the pages that the index knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core import site_types as columns
from backlinkbot.logic.judge.site_type.judge import judged

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace

TYPE_PAGES, TYPE_CHARS = 12, 4_000  # of a site: more tells hardly more of its type
SITES_AT_ONCE = 1_000  # whose texts are held at once, for memory


def site_types(workspace: Workspace, domains: Sequence[str]) -> pa.Table:
    """The type of each domain, as `core.site_types.site_types()`, in the order given.

    A thousand sites of twelve pages take about a second and 50 MB.
    """
    import pyarrow as pa

    parts = [
        judged(names, pages_of(workspace, names))
        for start in range(0, len(domains), SITES_AT_ONCE)
        if (names := list(domains[start : start + SITES_AT_ONCE]))
    ]
    return pa.concat_tables(parts) if parts else columns.site_types().empty_table()


def pages_of(workspace: Workspace, domains: Sequence[str]) -> pa.Table:
    """Some pages of each of these sites, their texts cut."""
    return workspace.index.linking_sites(domains).pages((), more=TYPE_PAGES, most_chars=TYPE_CHARS)
