"""The little web in every format, and texts that somebody hostile wrote."""

from __future__ import annotations

import pytest

from backlinkbot.io.samples.write import write_all
from backlinkbot.io.samples.written import Written
from backlinkbot.logic.tiny_web.truth import World
from backlinkbot.logic.tiny_web.world import make_world


@pytest.fixture(scope="session")
def world() -> World:
    return make_world(seed=7, sites=60)


@pytest.fixture(scope="session")
def samples(world: World, tmp_path_factory: pytest.TempPathFactory) -> list[Written]:
    return write_all(world, tmp_path_factory.mktemp("samples"))


HOSTILE_TEXTS = (
    "<script>alert(1)</script>",
    "'\"><img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}",
    "%s%n%x",
    "'; drop table links; --",
    "\x00nul\x00",
    "\x1b[31mred\x1b[0m",
    "\u202egnp.exe",
    "\ufeffbom",
    "line\r\nbreak\u2028and\u2029more",
    "a" * 100_000,
    "Z\u0351\u036b\u0343a\u0323\u0348lgo" * 1_000,
    "👩‍👩‍👧‍👦" * 500,
    "   ",
    "\\",
    '"',
    "]]>",
    "<!--",
    "../../etc/passwd",
)


@pytest.fixture(scope="session")
def hostile_texts() -> tuple[str, ...]:
    return HOSTILE_TEXTS
