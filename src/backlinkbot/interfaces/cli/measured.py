"""Shows what a measurement did, and what it found, on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    import pyarrow as pa

    from backlinkbot.app.measure import Measured

STAGES = {
    "read": "reading the links",
    "order": "ordering the domains",
    "build": "building the graph",
    "seeds": "finding the trusted sites",
    "walk": "following the links",
    "harmonic": "measuring distances",
    "publish": "writing the release",
}


def show_measured(measured: Measured) -> None:
    """Counts, what the authority stands on, seconds per stage, and notes."""
    shown("Measured", ["what", "value"], _rows(measured))
    for note in measured.notes:
        say(note)
    for reason, count in measured.rejects.items():
        say(f"left out {count:,}: {reason}")


def _rows(measured: Measured) -> list[list[object]]:
    seconds = ", ".join(
        f"{STAGES.get(stage, stage)} {s:.1f}" for stage, s in measured.seconds.items()
    )
    return [
        ["what was measured", measured.graph],
        ["domains", measured.nodes],
        ["links between them", measured.edges],
        ["not counted", f"{measured.self_loops:,} links of a domain to itself, "
            f"{measured.repeats:,} repeated links"],
        ["trusted sites to start from", f"{measured.seeds:,} in this graph, of the list "
            f"{measured.seed_list}"],
        *_trusted(measured),
        ["repetitions until it settled", f"{measured.iterations}; the last one moved "
            f"{_share(measured.residual)} of all scores"],
        ["closeness (harmonic centrality)", measured.harmonic],
        ["looked up from now on", "yes" if measured.is_in_force else "no"],
        ["saved as", measured.release],
        ["seconds", seconds],
        ["memory at most", f"{measured.peak_memory_mb:,.0f} MB"],
    ]  # fmt: skip


def _trusted(measured: Measured) -> list[list[object]]:
    """What authority stands on, and how far trust gets where it does."""
    from backlinkbot.app.known import TOO_LITTLE, TRUST

    if measured.basis != TRUST:
        return [["authority", f"{TOO_LITTLE}; only links are counted"]]
    return [
        ["authority", "by trust: how well trusted sites lead to a domain"],
        ["domains that trust reaches", f"{measured.reach:.0%} of those that are linked to"],
    ]


def _share(residual: float) -> str:
    """How much a last step moved, as a share of the whole."""
    least = 1e-6  # a millionth; less is of no use to a reader
    return "less than a millionth" if residual < least else f"{residual:.1e}"


def show_authority(table: pa.Table) -> None:
    """Points with their interval, what is counted beside them, and what is missing and why."""
    from backlinkbot.app.known import NOT_THERE, TOO_LITTLE, WHAT_HELPS

    titles = {
        "domain": "domain",
        "authority": "authority",
        "authority_low": "at least",
        "authority_high": "at most",
        "pagerank_percentile": "links: above % of all",
        "referring_domains": "referring domains",
        "inflated_share": "not borne out by trust",
    }
    rows = table.to_pylist()
    shown(
        "Authority, 0 to 100",
        list(titles.values()),
        [[_shown(name, row[name]) for name in titles] for row in rows],
    )
    for row in rows:
        if row["note"] == NOT_THERE:
            say(f"{row['domain']} is {NOT_THERE}")
    if any(row["note"] == TOO_LITTLE for row in rows):
        say(f"{TOO_LITTLE.capitalize()}: trusted sites lead to too few domains of this graph, and "
            f"links alone can be bought. What helps: {WHAT_HELPS}.")  # fmt: skip


def _shown(name: str, value: object) -> object:
    return f"{value:.0%}" if name == "inflated_share" and isinstance(value, float) else value
