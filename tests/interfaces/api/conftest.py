"""REST over a little demo: links, verdicts, authority, all that the routes tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from databases import Databases
from starlette.testclient import TestClient

from backlinkbot.app.demo import demo
from backlinkbot.app.find.running import run as find_job
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.progress import Silent
from backlinkbot.core.settings import Settings
from backlinkbot.interfaces.serve import make_app

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

SITES = 60  # of the little web: the fewest that it can have
DEMO_SITE = "fernhill-tools.example"


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo, made once, in which somebody looked for opportunities."""
    folder = tmp_path_factory.mktemp("rest") / "demo"
    demo(folder, sites=SITES)
    with Workspace(Settings(folder / "workspace", workers=1)) as root:
        find_job(root, {"domain": DEMO_SITE, "keep": 3}, Silent())
    return folder / "workspace"


@pytest.fixture(scope="module")
def demo_root(
    demo_folder: Path, all_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    """A copy of the demo's workspace, to which a module may write."""
    folder = all_databases.copied(demo_folder, tmp_path_factory.mktemp("rest") / "workspace")
    with Workspace(all_databases.settings(folder, workers=1)) as root:
        yield root


@pytest.fixture(scope="module")
def demo_client(demo_root: Workspace) -> Iterator[TestClient]:
    """A program on this machine, which asks REST about the demo."""
    app = make_app(demo_root)
    with TestClient(app, base_url="http://localhost", client=("127.0.0.1", 50_000)) as client:
        yield client


class AsLocal:
    """An application to which every request comes from this machine."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = [pair for pair in scope["headers"] if pair[0] != b"host"]
            host = [(b"host", b"localhost")]
            scope = dict(scope) | {"client": ("127.0.0.1", 50_000), "headers": host + headers}
        await self._app(scope, receive, send)


def operations(client: TestClient) -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation of the OpenAPI document: method, path, description."""
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    return [(method, path, told) for path, of in paths.items() for method, told in of.items()]
