"""What a look at a campaign costs: each message drafted, linted, asked of the firewall and gates.

    python bench/outreach/looks.py [--messages 1000]

The peer is python-liquid alone, which fills the same words in for the same prospects: what nobody
can do without. Cost must grow with the messages: a quarter of them is measured as well.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))
sys.path.insert(0, str(ROOT / "tests" / "servers"))

from campaign_world import FIRST, World, grown, world  # noqa: E402 - a script of the tests
from liquid import Environment  # noqa: E402

from backlinkbot.app.pitch.approving import approve, look, refused  # noqa: E402
from backlinkbot.app.workspace import Workspace  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 3  # each way; the fastest counts, for other work on the machine only adds


def fastest_ms(call: Callable[[], object], messages: int) -> float:
    """Milliseconds a message, at the fastest of some times."""
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        call()
        took.append(time.perf_counter() - began)
    return 1_000 * min(took) / messages


def filled(prospects: int) -> None:
    """The peer: subject and body of each prospect, parsed once."""
    subject, _, body = FIRST.removeprefix("Subject: ").partition("\n\n")
    parsed = [Environment().from_string(text) for text in (subject, body)]
    for number in range(prospects):
        name = f"news{number}.example"
        values = {"their_site": name, "page_url": f"https://{name}/tools", "our_url": "https://s/"}
        for one in parsed:
            one.render(**values)


def measured(made: World, messages: int) -> dict[str, float]:
    """Milliseconds a message for a look, for what stands in the way, and for approving once."""
    workspace, number = made.workspace, made.campaign.number
    told = {
        "look": fastest_ms(lambda: look(workspace, number), messages),
        "what stands in the way": fastest_ms(
            lambda: refused(workspace, number, made.prospects), messages
        ),
    }
    seen = look(workspace, number)
    if len(seen.going) != messages:
        raise SystemExit(f"{messages - len(seen.going)} of {messages} would not go")
    began = time.perf_counter()
    approve(workspace, number, seen.digest, by="the bench")
    told["approve"] = 1_000 * (time.perf_counter() - began) / messages
    return told


def main() -> None:
    """Print all of it."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--messages", type=int, default=1_000)
    most = wanted.parse_args().messages
    costs = {}
    for messages in (most // 4, most):
        with tempfile.TemporaryDirectory() as place, Workspace.open(Path(place) / "w") as workspace:
            grown(workspace, workspace.clock.now())
            addresses = [f"ann@news{number}.example" for number in range(messages)]
            costs[messages] = measured(world(workspace, addresses), messages)
    peer = fastest_ms(lambda: filled(most), most)
    print(f"python-liquid alone: {peer:.2f} ms a message ({most:,})")
    for name, cost in costs[most].items():
        print(f"{name}: {cost:.2f} ms a message ({most:,}), {cost / peer:.0f} times the peer")
    few, many = (costs[one]["look"] for one in sorted(costs))
    print(f"look at four times as many: {many / few:.2f} times as long a message")


if __name__ == "__main__":
    main()
