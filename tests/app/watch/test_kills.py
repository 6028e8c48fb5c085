"""Looks that are killed anywhere: every change is told, and by one notice alone."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from backlinkbot.app.watch import watch
from backlinkbot.app.watch.alerts import set_rules
from backlinkbot.app.watch.notifiers import add_notifier

if TYPE_CHECKING:
    from tests.app.watch.conftest import Story

ROOT = Path(__file__).resolve().parents[3]
KILLS = 4
LOOK = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from backlinkbot.app.watch import watch
from backlinkbot.app.watch.notifiers import deliver_notices
from backlinkbot.app.watch.telling import tell_waiting
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
clock = FixedClock(datetime.fromisoformat(sys.argv[2]))
with Workspace.open(Path(sys.argv[1]), clock) as workspace:
    print("ready", flush=True)
    for _ in range(40):
        tell_waiting(workspace)
        watch(workspace)
        tell_waiting(workspace)
        deliver_notices(workspace)
        clock.moment += timedelta(hours=26)
        workspace.index.refresh()
        if len(sys.argv) > 3:
            break
"""


def test_killed_looks_tell_everything_once(story: Story) -> None:
    chance = random.Random(5)  # noqa: S311 - the same kills in every run
    names = [f"n{n}" for n in range(KILLS * 3)]
    rows = [story.link(f"{name}.example/1", "t.example/", 0) for name in names]
    story.put(*rows, *(story.page(f"{name}.example/1", 0) for name in names), on=0)
    add_notifier(story.workspace, "file", "told.jsonl")
    set_rules(story.workspace, "t.example", digest="day")
    watch(story.workspace)
    folder = story.workspace.folder
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    for kill in range(KILLS):
        gone = names[kill * 3 : kill * 3 + 3]
        story.put(
            *(story.page(f"{name}.example/1", 1 + kill / 8) for name in gone), on=1 + kill / 8
        )
        moment = story.day(2 + kill * 50).isoformat()
        command = [sys.executable, "-c", LOOK, str(folder), moment]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0.0, 0.6))
            process.kill()
    last = datetime(2040, 1, 1, tzinfo=UTC).isoformat()
    command = [sys.executable, "-c", LOOK, str(folder), last, "once"]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    told = (folder / "notices" / "told.jsonl").read_text("utf-8").splitlines()
    by_id = {notice["id"]: notice for notice in map(json.loads, told)}
    sentences = [one["sentence"] for notice in by_id.values() for one in notice["alerts"]]
    assert sorted(sentence.split(".", 1)[0] for sentence in sentences) == sorted(names)
