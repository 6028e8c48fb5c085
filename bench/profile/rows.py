"""How fast pages of a list of 100,000 judged links are, beside the same page asked of the index.

    python bench/profile/rows.py [--links 1000000] [--keep FOLDER]

A tenth of the generated links point at one domain. Milliseconds are the 95th of a hundred, warm.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "index"))

from build import HUGE, NOW, build

from backlinkbot.app.profile import RowQuestion, anchor_rows, domain_rows, link_rows
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import DatedClock, SystemClock
from backlinkbot.core.settings import Settings
from backlinkbot.io.index.filters import LinkFilter, LinkOrder

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE, TURNS = 50, 30
PAGE_500 = 499 * PAGE
WISHES = RowQuestion(
    status=("live",),
    followed=True,
    placements=("content", "footer"),
    anchor="word1",
    quality=("unjudged",),
    order="last_seen",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="backlinkbot-bench-"))
    with Workspace(Settings(workspace=folder, workers=1), DatedClock(NOW)) as workspace:
        if workspace.index.current() is None:
            build(workspace.index, asked.links, SystemClock())
        shutil.rmtree(folder / "lists", ignore_errors=True)
        measure(workspace)
    if not asked.keep:
        shutil.rmtree(folder)


def measure(workspace: Workspace) -> None:
    """Print a line for each question."""
    clock = SystemClock()
    start = clock.monotonic_s()
    total = link_rows(workspace, HUGE).total
    sys.stdout.write(f"first question, {total} links  {clock.monotonic_s() - start:.1f} s\n")
    wishes = LinkFilter(backlinks=True)
    index = p95(
        lambda: workspace.index.links(
            HUGE, wishes, order=LinkOrder.NEWEST, limit=PAGE, offset=PAGE_500
        )
    )
    say("page 500 asked of the index", index, index)
    for order in ("last_seen", "quality", "authority", "first_seen"):
        question = RowQuestion(order=order, limit=PAGE, offset=PAGE_500)
        say(f"page 500 by {order}", p95(partial(link_rows, workspace, HUGE, question)), index)
    say("five wishes", p95(lambda: link_rows(workspace, HUGE, WISHES)), index)
    best = RowQuestion(one_per_domain=True)
    say("one of each site", p95(lambda: link_rows(workspace, HUGE, best)), index)
    say("domains", p95(lambda: domain_rows(workspace, HUGE)), index)
    say("anchors", p95(lambda: anchor_rows(workspace, HUGE)), index)


def p95(question: Callable[[], object]) -> float:
    """Milliseconds."""
    clock, times = SystemClock(), []
    for _ in range(TURNS + 2):
        start = clock.monotonic_s()
        question()
        times.append((clock.monotonic_s() - start) * 1000)
    return float(np.quantile(times[2:], 0.95))


def say(what: str, ms: float, index: float) -> None:
    sys.stdout.write(f"{what:28} {ms:7.1f} ms  {ms / index:.2f} of the index's\n")


if __name__ == "__main__":
    main()
