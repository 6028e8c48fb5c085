"""An application over a small workspace, asked as a browser of this machine does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from databases import Databases
from mcp.server.mcpserver.tools.base import Tool
from outreach_world import Lively, lively
from starlette.testclient import TestClient

from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.sites import add_site
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.nouns import Site
from backlinkbot.interfaces.serve import make_app

HEADER = "source_url,target_url,anchor,first_seen,last_seen,followed"
ROWS = (
    ("blog.hartby.example/tools", "fernhill.example/spade", "Fernhill spade", "2026-10-20", "true"),
    ("blog.hartby.example/more", "fernhill.example/", "fernhill.example", "2026-09-02", "true"),
    ("news.glenrow.example/a", "fernhill.example/", "<b onx=1>hi</b>", "2026-08-01", "false"),
    ("moss.example/b", "rival.example/", "a rival", "2026-08-01", "true"),
)
LINKS = "\n".join(
    [
        HEADER,
        *(f"https://{a},https://{b},{text},{on},2026-10-30,{f}" for a, b, text, on, f in ROWS),
        "",
    ]
)


def described_once(describe: Callable[..., Tool]) -> Callable[..., Tool]:
    """What a tool takes and gives, worked out once for each tool and not for each application."""
    known: dict[tuple[object, str], Tool] = {}

    def told(tool: Any, **wishes: Any) -> Tool:
        key = (tool.__code__, repr(wishes))
        if key not in known:
            known[key] = describe(tool, **wishes)
        return known[key].model_copy(update={"fn": tool})

    return told


Tool.from_function = described_once(Tool.from_function)
TOKEN = re.compile(r'name="_form" value="([0-9a-f]+)"')


@dataclass
class Browser:
    """A browser on this machine: follows links, fills in forms, keeps cookies."""

    client: TestClient
    root: Workspace

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers=headers, follow_redirects=False)

    def follow(self, path: str) -> Any:
        return self.client.get(path, follow_redirects=True)

    def token(self, path: str) -> str:
        """The token of the forms on a page."""
        found = TOKEN.search(self.client.get(path).text)
        assert found, f"no form on {path}"
        return found.group(1)

    def send(self, to: str, at: str = "", files: Any = None, **fields: Any) -> Any:
        """Sends a form that stands on the page `at` (or at `to` itself)."""
        data = {"_form": self.token(at or to), **fields}
        return self.client.post(to, data=data, files=files, follow_redirects=False)


@pytest.fixture
def open_browser(
    databases: Databases, tmp_path: Path, fixed_clock: FixedClock
) -> Iterator[Callable[..., Browser]]:
    """Makes browsers for a workspace, new or given."""
    opened = []

    def browser(
        folder: Path | None = None, address: str = "127.0.0.1", as_of: date | None = None
    ) -> Browser:
        settings = databases.settings(folder or tmp_path / "workspace", workers=1)
        root = Workspace(settings, fixed_clock)
        app = make_app(root, as_of=as_of)
        client = TestClient(app, base_url="http://localhost", client=(address, 50_000))
        client.__enter__()
        opened.append((client, root))
        return Browser(client, root)

    yield browser
    for client, root in opened:
        client.__exit__(None, None, None)
        root.close()


@pytest.fixture
def empty(open_browser: Callable[..., Browser]) -> Browser:
    """A browser on a workspace with nothing in it."""
    return open_browser()


@pytest.fixture(scope="session")
def lively_once(
    all_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Lively]:
    """A workspace with a campaign in the middle of its life, and what is in it."""
    folder = tmp_path_factory.mktemp("lively") / "workspace"
    clock = FixedClock(datetime(2026, 11, 1, 12, 0, tzinfo=UTC))
    with Workspace(all_databases.settings(folder, workers=1), clock) as workspace:
        return folder, lively(workspace)


@pytest.fixture
def lively_browser(
    open_browser: Callable[..., Browser],
    lively_once: tuple[Path, Lively],
    databases: Databases,
    tmp_path: Path,
) -> Browser:
    """A browser on a copy of it."""
    return open_browser(databases.copied(lively_once[0], tmp_path / "lively"))


@pytest.fixture(scope="session")
def small_folder(all_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a site of ours, a rival, and four links."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "links.csv").write_text(LINKS, "utf-8")
    clock = FixedClock(datetime(2026, 11, 1, 12, 0, tzinfo=UTC))
    settings = all_databases.settings(folder / "workspace", workers=1)
    with Workspace(settings, clock) as workspace:
        add_site(workspace, Site("fernhill.example", "Fernhill", competitors=("rival.example",)))
        ingest(workspace, [str(folder / "links.csv")], IngestOptions())
    return folder / "workspace"


@pytest.fixture
def small(
    open_browser: Callable[..., Browser], small_folder: Path, databases: Databases, tmp_path: Path
) -> Browser:
    """A browser on a copy of the small workspace."""
    return open_browser(databases.copied(small_folder, tmp_path / "small"))
