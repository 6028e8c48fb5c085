"""Makes the pictures of the README from the demo, so that they cannot go stale.

Run with the project's environment; needs Chromium on the PATH.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars",
)  # fmt: skip
SHOTS = (  # name, width, height, dark
    ("profile", 1200, 1180, False),
    ("profile-dark", 1200, 1180, True),
    ("profile-phone", 390, 1180, False),
)


def main() -> int:
    """Run the demo in a temporary folder and take each picture of its page."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        sys.stderr.write(f"no browser found; install one of: {', '.join(BROWSERS)}\n")
        return 1
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "demo"
        subprocess.run(
            [sys.executable, "-m", "backlinkbot", "demo", "--folder", str(folder)], check=True
        )
        pages = sorted((folder / "workspace" / "reports").glob("*.html"))
        page = next(path for path in pages if not path.stem.endswith("-audit"))
        for name, width, height, dark in SHOTS:
            shoot(browser, page, HERE / f"{name}.png", (width, height), dark=dark)
    return 0


def shoot(browser: str, page: Path, picture: Path, size: tuple[int, int], *, dark: bool) -> None:
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
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
        )


if __name__ == "__main__":
    sys.exit(main())
