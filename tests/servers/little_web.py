"""A little web in a workspace: read from its archives, and measured from its trusted sites."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.measure import measure
from backlinkbot.app.sites import add_site
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import DatedClock
from backlinkbot.core.nouns import Site
from backlinkbot.core.settings import Settings
from backlinkbot.io.samples.write import write_all
from backlinkbot.logic.tiny_web.truth import World


def measured_web(world: World, sites: Iterable[Site], folder: Path) -> Workspace:
    """The opened workspace, on the evening of the world's last day."""
    archives = [
        str(file.path) for file in write_all(world, folder / "web") if file.format == "warc"
    ]
    settings = replace(Settings(), workspace=folder / "workspace")
    opened = Workspace(settings, DatedClock(datetime.combine(world.ends_on, time(23), UTC)))
    for site in sites:
        add_site(opened, site)
    ingest(opened, archives, IngestOptions())
    seeds = folder / "trusted.txt"
    seeds.write_text("\n".join(world.trusted), "utf-8")
    measure(opened, seeds=seeds)
    return opened
