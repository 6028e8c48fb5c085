"""The command line as a user has it, run in this process, and a little web to run it on."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from backlinkbot.interfaces.cli.main import main
from backlinkbot.io.samples.write import write_all
from backlinkbot.io.samples.written import Written
from backlinkbot.logic.tiny_web.truth import World
from backlinkbot.logic.tiny_web.world import make_world


@dataclass(frozen=True)
class Answer:
    """What a command gave: its exit code, its result, its messages."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The result as the one JSON document it must be; of `ingest` also a part (exit code 3)."""
        assert self.code == 0 or (self.code == 3 and self.out), self.err
        return json.loads(self.out)


Run = Callable[..., Answer]


def run(*words: object) -> Answer:
    """One command line, from its words to its answer."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(word) for word in words])
    return Answer(code, out.getvalue(), err.getvalue())


@dataclass(frozen=True)
class Trip:
    """A little web on disk and a workspace that has read it, with the client's site added."""

    world: World
    files: list[Written]
    web: Path
    workspace: Path
    ingested: dict[str, Any]

    def __call__(self, *words: object) -> Answer:
        return run("--workspace", self.workspace, *words)


@pytest.fixture(scope="session")
def cli() -> Run:
    return run


@pytest.fixture(scope="session")
def world() -> World:
    return make_world(seed=7, sites=60)


@pytest.fixture(scope="session")
def trip(world: World, tmp_path_factory: pytest.TempPathFactory) -> Trip:
    """Site added, everything ingested, authority measured: done once, only looked at after."""
    folder = tmp_path_factory.mktemp("trip")
    files = write_all(world, folder / "web")
    workspace = folder / "workspace"
    add = run(
        "--workspace", workspace, "site", "add", world.client, "--name", world.brand,
        "--brand", world.brand, "--competitor", world.competitors[0],
    )  # fmt: skip
    assert add.code == 0, add.err
    done = run("--workspace", workspace, "ingest", folder / "web", "--json")
    assert done.code == 3, done.err  # some of its tables need --map or --target
    seeds = folder / "trusted.txt"
    seeds.write_text("\n".join(world.trusted), "utf-8")
    measured = run("--workspace", workspace, "measure", "--seeds", seeds, "--json")
    assert measured.code == 0, measured.err
    return Trip(world, files, folder / "web", workspace, done.document)
