"""The demo's little web, read from its archive and measured: done once, reported by many tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from databases import Databases
from little_web import measured_web

from backlinkbot.app.workspace import Workspace
from backlinkbot.core.nouns import Site
from backlinkbot.logic.tiny_web.truth import World
from backlinkbot.logic.tiny_web.world import make_world


@pytest.fixture(scope="package", autouse=True)
def few_peers() -> Iterator[None]:
    """Forty sites to learn natural anchors from are half of an audit's time here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("backlinkbot.app.anchors.MOST_PEERS", 3)
        yield


@pytest.fixture(scope="package")
def world() -> World:
    return make_world(sites=150)


@pytest.fixture(scope="package")
def measured(world: World, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Closed; what it is copied to may be changed."""
    site = Site(domain=world.client, name=world.brand, competitors=world.competitors)
    opened = measured_web(world, [site], tmp_path_factory.mktemp("little"))
    opened.close()
    return opened


@pytest.fixture(scope="package")
def little(
    measured: Workspace, all_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("reported") / "workspace"
    all_databases.copied(measured.folder, folder)
    with Workspace(all_databases.settings(folder), measured.clock) as opened:
        yield opened
