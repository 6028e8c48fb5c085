"""The demo's little web, read from its archive and measured: done once, audited by many tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from little_web import measured_web

from backlinkbot.app.audit import Audited, audit
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.nouns import Site
from backlinkbot.logic.tiny_web.truth import World
from backlinkbot.logic.tiny_web.world import make_world

Ask = Callable[[str], Audited]


@pytest.fixture(scope="package", autouse=True)
def few_peers() -> Iterator[None]:
    """Forty sites to learn natural anchors from are half of an audit's time here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("backlinkbot.app.anchors.MOST_PEERS", 3)
        yield


@pytest.fixture(scope="package")
def world() -> World:
    return make_world()


@pytest.fixture(scope="package")
def little(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Nobody decides anything here, so that the tests do not depend on their order."""
    sites = [Site(domain=world.client, is_ours=True, competitors=world.competitors)]
    sites += [Site(domain=domain, is_ours=False) for domain in world.competitors]
    opened = measured_web(world, sites, tmp_path_factory.mktemp("little"))
    yield opened
    opened.close()


@pytest.fixture(scope="package")
def audited(little: Workspace) -> Ask:
    """The audit of a site of the little web, made once."""
    return cache(lambda domain: audit(little, domain))
