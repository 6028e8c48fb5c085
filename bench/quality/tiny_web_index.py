"""The little web read into an index, as a user would read it, for figures with a known truth.

The little web is made up: figures on it are a direction, not an error to be expected.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path

from backlinkbot.app.ingest import ingest
from backlinkbot.app.topics import learn_topics
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.settings import Settings
from backlinkbot.io.samples.archives import write_warcs
from backlinkbot.logic.tiny_web.truth import World
from backlinkbot.logic.tiny_web.world import make_world

SEEDS = (7, 11)
SITES, MONTHS = 300, 18


@contextmanager
def tiny_web(seed: int) -> Iterator[tuple[Workspace, World]]:
    """A workspace with all archives of one little web and its topics learnt, and the truth."""
    world = make_world(seed, SITES, MONTHS)
    with tempfile.TemporaryDirectory() as folder:
        files = list(write_warcs(world, Path(folder)))
        settings = Settings(workspace=Path(folder) / "workspace", workers=1)
        clock = FixedClock(datetime.combine(world.ends_on, time(23), UTC))
        with Workspace(settings, clock) as workspace:
            ingest(workspace, [str(file.path) for file in files if file.format == "warc"])
            workspace.refresh()
            learn_topics(workspace)
            yield workspace, world
