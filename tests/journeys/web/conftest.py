"""The app as a user has it: a real server on loopback, and the machine's own Chromium."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest
from databases import Databases

from backlinkbot.app.work import Worker
from backlinkbot.app.workspace import Workspace

if TYPE_CHECKING:
    from datetime import date

    from playwright.sync_api import Browser, Page
    from tests.journeys.conftest import Trip

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage")
PATIENCE_MS = 10_000


@dataclass
class Served:
    """A workspace that is served: where, and its root."""

    address: str
    root: Workspace


@contextmanager
def serving(folder: Path, as_of: date | None = None) -> Iterator[Served]:
    """Serve a workspace on a free port and run its jobs beside it."""
    import uvicorn

    from backlinkbot.interfaces.serve import make_app

    root = Workspace.open(folder)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(make_app(root, as_of=as_of), log_level="warning", lifespan="on")
    )
    over, jobs = Event(), Workspace.open(folder)
    threads = [
        Thread(target=server.run, kwargs={"sockets": [listener]}),
        Thread(target=Worker(jobs).run, args=(over,)),
    ]
    for thread in threads:
        thread.start()
    try:
        yield Served(f"http://127.0.0.1:{listener.getsockname()[1]}", root)
    finally:
        server.should_exit = True
        over.set()
        for thread in threads:
            thread.join()
        listener.close()
        root.close()
        jobs.close()


@pytest.fixture(scope="session")
def serve_folder() -> Callable[..., AbstractContextManager[Served]]:
    """Serves a workspace of a test's own: `with serve_folder(path) as served`."""
    return serving


@pytest.fixture(scope="session")
def app(
    trip: Trip, all_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The little web's workspace, served as on its last day; tests add to it, and take nothing."""
    folder = tmp_path_factory.mktemp("served") / "workspace"
    all_databases.copied(trip.workspace, folder)
    with serving(all_databases.told(folder), trip.world.ends_on) as served:
        yield served


@pytest.fixture
def empty_app(databases: Databases, tmp_path: Path) -> Iterator[Served]:
    """A new workspace, served."""
    with serving(databases.told(tmp_path / "workspace")) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; one for a file, since nothing else may run a loop in this thread beside it."""
    from playwright.sync_api import sync_playwright

    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip(f"no browser on this machine; install one of: {', '.join(BROWSERS)}")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield opened
        opened.close()


@dataclass
class Seen:
    """What a page did besides being shown: all requests, and what it complained of."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., tuple[Page, Seen]]]:
    """Opens pages at an address in browsers of their own; `wishes` as for a new context."""
    contexts = []

    def opened(address: str, **wishes: Any) -> tuple[Page, Seen]:
        width = wishes.pop("width", 1440)
        context = browser.new_context(
            base_url=address, viewport={"width": width, "height": 900}, **wishes
        )
        contexts.append(context)
        page, seen = context.new_page(), Seen()
        page.set_default_timeout(PATIENCE_MS)
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on(
            "console",
            lambda told: seen.complaints.append(told.text) if told.type == "error" else None,
        )
        return page, seen

    yield opened
    for context in contexts:
        context.close()
