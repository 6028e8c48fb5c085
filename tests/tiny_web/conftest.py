"""The little web and its files, made once for all tests here."""

from __future__ import annotations

import pytest

from backlinkbot.io.samples.write import write_all
from backlinkbot.io.samples.written import Written
from backlinkbot.logic.tiny_web.truth import World
from backlinkbot.logic.tiny_web.world import make_world


@pytest.fixture(scope="session")
def world() -> World:
    return make_world(seed=11, sites=110, months=12)


@pytest.fixture(scope="session")
def files(world: World, tmp_path_factory: pytest.TempPathFactory) -> list[Written]:
    return write_all(world, tmp_path_factory.mktemp("little-web"))
