"""The verb study: the trade's claims about quality and quantity, tested on the measured graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backlinkbot.app.graphs import measured_graph
from backlinkbot.app.known import TRUST
from backlinkbot.core.progress import Progress, Silent

if TYPE_CHECKING:
    from pathlib import Path

    from backlinkbot.app.workspace import Workspace

TARGETS = 200
NO_AUTHORITY = (
    "the lines about authority are left out: what stands on links only is no authority, so that "
    "nothing can be said of the claims under it"
)


@dataclass(frozen=True, slots=True)
class Study:
    """What a study found, and the definitions that its sentences stand on."""

    graph: str
    basis: str
    domains: int
    donors: int
    targets: int
    definitions: dict[str, str]
    findings: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `study --json`."""
        return {
            "graph": self.graph,
            "basis": self.basis,
            "domains": self.domains,
            "donors": self.donors,
            "targets": self.targets,
            "definitions": self.definitions,
            "findings": list(self.findings),
            "notes": list(self.notes),
        }


def study(
    workspace: Workspace,
    *,
    targets: int = TARGETS,
    chart: Path | None = None,
    progress: Progress | None = None,
) -> Study:
    """Test both claims on the graph measured last, under authority and under PageRank.

    Where the graph is too small for trust there is no authority: those lines are left out, and a
    note says why.

    `targets`: so many random sites that links are aimed at; `chart`: write an SVG drawing there.

    Raises:
        BadInput: the graph is too small.
        NotFound: nothing was measured.
        Refused: the chart cannot be written.
    """
    from backlinkbot.io.outputs.place import write_text
    from backlinkbot.logic.graph.claims import study as test
    from backlinkbot.logic.reports.claims_report import claims_chart

    with measured_graph(workspace, progress or Silent()) as graph:
        made = graph.forms
        is_trust = str(made.basis) == TRUST
        graph.progress.stage("Testing claims", (1 + is_trust) * targets, "sites")
        found = test(
            graph.graph, graph.outgoing, made, targets=targets, told=graph.progress.reached
        )
        result = Study(
            graph=str(graph.about["graph"]),
            basis=str(made.basis),
            domains=graph.graph.nodes,
            donors=len(made.donors),
            targets=found[0].targets,
            definitions=_definitions(len(made.donors), is_trust=is_trust),
            findings=tuple(_told(one) for one in found),
            notes=graph.notes if is_trust else (*graph.notes, NO_AUTHORITY),
        )
    if chart is not None:
        write_text(chart, claims_chart(result.findings))
    return result


def _told(finding: Any) -> dict[str, Any]:
    from backlinkbot.logic.reports.claims_report import finding_words

    claim = finding.claim
    row = {
        "claim": claim.name,
        "claim_words": claim.words,
        "measure": finding.measure,
        "few": claim.few,
        "top_share": claim.top_share,
        "many": claim.many,
        "value_ratio": finding.value_ratio,
        "low": finding.low,
        "high": finding.high,
        "win_probability": finding.win_probability,
        "exchange_rate": finding.exchange_rate,
        "strong_donors": finding.strong,
        "weak_donors": finding.weak,
        "verdict": finding.verdict,
    }
    return row | {"in_words": finding_words(row)}


def _definitions(donors: int, *, is_trust: bool) -> dict[str, str]:
    from backlinkbot.logic.graph.claims import CLAIMS

    tops = {
        f"top {claim.top_share:.1%}": f"the {max(1, round(claim.top_share * donors)):,} best of "
        "the donors, by the measure that the line is about"
        for claim in CLAIMS
    }
    return {
        "donor": f"a domain that links to at least one other: {donors:,} here",
        **tops,
        "weak half": (
            "the lower half of the donors that trust reaches, seeds aside; by links "
            "alone the lower half of all donors"
        )
        if is_trust
        else "the lower half of all donors",
        "value": "how far the target's score rises by the link alone; sets of links add up",
        "win probability": "random few against random many, for random targets that are linked to",
    }
