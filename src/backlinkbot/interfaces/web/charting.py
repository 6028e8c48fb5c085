"""The small line beside a number: values in, one SVG path out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT, EDGE = 96.0, 28.0, 2.0


def spark_path(values: Sequence[float]) -> str:
    """The line through the values in a box of 96 x 28; empty for fewer than two."""
    if len(values) < 2:  # noqa: PLR2004 - a line has two ends
        return ""
    least, most = min(values), max(values)
    room, step = HEIGHT - 2 * EDGE, (WIDTH - 2 * EDGE) / (len(values) - 1)
    span = (most - least) or 1
    flat = most == least
    points = (
        (EDGE + at * step, HEIGHT / 2 if flat else HEIGHT - EDGE - room * (value - least) / span)
        for at, value in enumerate(values)
    )
    return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
