"""Shows what a measurement did, on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.app.measure import Measured


def show_measured(measured: Measured) -> None:
    """Counts, what the authority stands on, seconds per stage, and notes."""
    rows: list[list[object]] = [
        ["graph", measured.graph],
        ["domains", measured.nodes],
        ["links between them", measured.edges],
        ["dropped", f"{measured.self_loops:,} self links, {measured.repeats:,} repeats"],
        ["authority stands on", f"{measured.basis} ({measured.seeds} seeds, {measured.seed_list})"],
        ["trust reaches", f"{measured.reach:.0%} of linked domains"],
        ["steps", f"{measured.iterations}, last change {measured.residual:.1e}"],
        ["harmonic centrality", measured.harmonic],
        ["peak memory", f"{measured.peak_memory_mb:,.0f} MB"],
        ["release", measured.release],
        ["domains are looked up in it", measured.is_in_force],
    ]
    rows.extend([f"seconds: {stage}", round(s, 2)] for stage, s in measured.seconds.items())
    shown("Measured", ["what", "value"], rows)
    for note in measured.notes:
        say(note)
    for reason, count in measured.rejects.items():
        say(f"left out {count:,}: {reason}")
