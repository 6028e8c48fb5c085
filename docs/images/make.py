"""Makes the pictures of the README and the guide from the demo, so that they cannot go stale.

    python docs/images/make.py [--outreach]

Run with the project's environment; needs Chromium on the PATH. Those of outreach are of the made-up
campaign that the tests of its pages use, since the demo sends nothing; `--outreach`: these alone.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

HERE = Path(__file__).resolve().parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars", "--virtual-time-budget=3000",
)  # fmt: skip
SHOTS = (  # name, page of the app, width, height, dark
    ("sites", "sites", 1360, 560, False),
    ("overview", "s/{site}/overview", 1360, 1120, False),
    ("overview-dark", "s/{site}/overview", 1360, 1120, True),
    ("overview-phone", "s/{site}/overview", 390, 1120, False),
    ("backlinks", "s/{site}/backlinks", 1360, 900, False),
    ("audit", "s/{site}/audit", 1360, 900, False),
    ("competitors", "s/{site}/competitors", 1360, 1000, False),
    ("plays", "s/{site}/plays?rival={rival}", 1360, 900, False),
    ("prospects", "s/{site}/prospects", 1360, 900, False),
)
KEPT, MOVED = 14, {2: "Qualified", 3: "Contact found", 4: "Contacted", 5: "Contacted", 6: "Won"}
PAGE_SHOTS = (  # the page that `profile --html` writes
    ("profile", 1200, 1180, False),
    ("profile-dark", 1200, 1180, True),
    ("profile-phone", 390, 1180, False),
)
OUTREACH_SHOTS = (
    ("approval", "s/shop.example/approval", 1360, 1000, False),
    ("inbox", "inbox/1", 1360, 1230, False),
    ("growth", "s/shop.example/growth", 1360, 1150, False),
)
PATIENCE_S, LOOK_EVERY_S = 60, 0.2


def main() -> int:
    """Run the demo in a temporary folder, serve it, and take each picture of its pages."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        sys.stderr.write(f"no browser found; install one of: {', '.join(BROWSERS)}\n")
        return 1
    if "--outreach" not in sys.argv[1:]:
        of_demo(browser)
    of_outreach(browser)
    return 0


def of_demo(browser: str) -> None:
    """The pictures of the demo's pages."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "demo"
        made = subprocess.run(
            [*program(), "demo", "--folder", str(folder), "--json"], check=True, capture_output=True
        )
        client = json.loads(made.stdout)["client"]
        page = folder / "workspace" / "reports" / f"{client['domain']}.html"
        for name, width, height, dark in PAGE_SHOTS:
            shoot(browser, page.as_uri(), HERE / f"{name}.png", (width, height), dark=dark)
        rival = prospects(folder / "workspace", client["domain"])
        with served(folder / "workspace", "--as-of", client["as_of"]) as address:
            for name, path, width, height, dark in SHOTS:
                told = path.format(site=client["domain"], rival=rival)
                shoot_page(browser, f"{address}/c/home/{told}", name, (width, height), dark=dark)


def of_outreach(browser: str) -> None:
    """The pictures of a campaign in the middle of its life."""
    sys.path.insert(0, str(HERE.parents[1] / "tests" / "servers"))
    from outreach_world import lively

    from backlinkbot.app.workspace import Workspace

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "workspace"
        with Workspace.open(folder) as workspace:
            lively(workspace)
        with served(folder) as address:
            for name, path, width, height, dark in OUTREACH_SHOTS:
                shoot_page(browser, f"{address}/c/home/{path}", name, (width, height), dark=dark)


def shoot_page(browser: str, page: str, name: str, size: tuple[int, int], *, dark: bool) -> None:
    """One picture of one page of the app; raises where there is no such page."""
    with urllib.request.urlopen(page, timeout=PATIENCE_S):
        shoot(browser, page, HERE / f"{name}.png", size, dark=dark)


def program() -> list[str]:
    """How the product is started with this environment."""
    return [sys.executable, "-m", "backlinkbot"]


def prospects(workspace: Path, site: str) -> str:
    """Put the best opportunities of the site on its board; the rival that earns most by plays."""
    run = [*program(), "--workspace", str(workspace)]
    first = ["find", site, "--keep", str(KEPT), "--json"]
    subprocess.run([*run, *first], check=True, capture_output=True)
    for number, stage in MOVED.items():
        moved = [*run, "prospect", "move", str(number), stage]
        subprocess.run(moved, check=True, capture_output=True)
    told = subprocess.run([*run, "site", "list", "--json"], check=True, capture_output=True)
    sites = json.loads(told.stdout)
    return str(next(one for one in sites if one["domain"] == site)["competitors"][-1])


@contextmanager
def served(workspace: Path, *more: str) -> Iterator[str]:
    """The app over a workspace, with more options: its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["serve", "--port", str(port), "--no-work", *more]
    process = subprocess.Popen([*program(), "--workspace", str(workspace), *words])
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(int(PATIENCE_S / LOOK_EVERY_S)):
            try:
                urllib.request.urlopen(f"{address}/c/home/sites", timeout=PATIENCE_S).close()
                break
            except urllib.error.URLError:
                Event().wait(LOOK_EVERY_S)
        yield address
    finally:
        process.terminate()
        process.wait()


def shoot(browser: str, page: str, picture: Path, size: tuple[int, int], *, dark: bool) -> None:
    """One picture of one page."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                browser,
                *QUIET,
                *(["--blink-settings=preferredColorScheme=0"] if dark else []),
                f"--user-data-dir={profile}",
                f"--window-size={size[0]},{size[1]}",
                f"--screenshot={picture}",
                page,
            ],
            check=True,
            capture_output=True,
            env={**os.environ, "TZ": "UTC"},
        )


if __name__ == "__main__":
    sys.exit(main())
