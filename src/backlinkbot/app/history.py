"""The verb history: the authority of domains in every release that can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from backlinkbot.app.known import TOO_LITTLE, TRUST
from backlinkbot.app.releases import budget_of, in_force, line_of, marks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.io.index.graphs.releases import Release


@dataclass(frozen=True, slots=True)
class History:
    """Authority over time, a row per domain and release; `left_out`: releases of other series."""

    table: pa.Table
    left_out: int


def history(workspace: Workspace, domains: Sequence[str]) -> History:
    """Each domain's authority in every release that compares with the one in force, oldest first.

    `change` and `verdict` are since the release before, on the scale of the domains both know;
    `points` of different releases are ranks in different populations and may drift together.
    Of releases that stand on links only there are no points, and the verdict says so.

    Raises:
        NotFound: nothing has been measured yet.
    """
    import pyarrow as pa

    from backlinkbot.io.index.graphs.releases import look_up_domains

    current = in_force(workspace)
    line = line_of(workspace, current)
    if current.about.get("basis", TRUST) != TRUST:
        return History(_pointless(line, domains), _left_out(workspace, line))
    verdicts = [_verdicts(workspace, a, b, domains) for a, b in pairwise(line)]
    rows = []
    for place, release in enumerate(line):
        found = look_up_domains(release.path, domains).to_pylist()
        for number, row in enumerate(found):
            changed = verdicts[place - 1][number] if place else {"change": None, "verdict": None}
            rows.append(
                {
                    "domain": row["domain"],
                    "measured_on": release.about.get("measured_on", release.day),
                    "release": release.name,
                    "authority": row["authority"],
                    "authority_low": row["authority_low"],
                    "authority_high": row["authority_high"],
                    **changed,
                }
            )
    rows.sort(key=lambda row: list(domains).index(row["domain"]))
    return History(pa.Table.from_pylist(rows, _history_schema()), _left_out(workspace, line))


def _left_out(workspace: Workspace, line: Sequence[Release]) -> int:
    from backlinkbot.io.index.graphs.releases import releases

    return len(releases(workspace.authority_folder)) - len(line)


def _pointless(line: Sequence[Release], domains: Sequence[str]) -> pa.Table:
    """The history of a series too small for trust: its days, and that there are no points."""
    import pyarrow as pa

    nothing = dict.fromkeys(("authority", "authority_low", "authority_high", "change"))
    rows = [
        {
            "domain": domain,
            "measured_on": release.about.get("measured_on", release.day),
            "release": release.name,
            **nothing,
            "verdict": TOO_LITTLE,
        }
        for domain in domains
        for release in line
    ]
    return pa.Table.from_pylist(rows, _history_schema())


def _verdicts(
    workspace: Workspace, before: Release, after: Release, domains: Sequence[str]
) -> list[dict[str, Any]]:
    from backlinkbot.io.index.graphs.releases import look_up_domains
    from backlinkbot.io.index.graphs.together import Together
    from backlinkbot.logic.graph.changes import Yardstick

    common = Together(before.path, after.path, budget_of(workspace)).common()
    marks = [marks_of(look_up_domains(one.path, domains), "authority") for one in (before, after)]
    found = Yardstick.of(*common).changes(*marks)
    return [
        {"change": None if change != change else float(change), "verdict": str(verdict)}  # noqa: PLR0124 - NaN
        for change, verdict in zip(found.change, found.verdict, strict=True)
    ]


def _history_schema() -> pa.Schema:
    import pyarrow as pa

    texts = [(name, pa.string()) for name in ("domain", "measured_on", "release")]
    points = ("authority", "authority_low", "authority_high", "change")
    numbers = [(name, pa.float64()) for name in points]
    return pa.schema([*texts, *numbers, ("verdict", pa.string())])
