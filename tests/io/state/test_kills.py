"""A process that is killed while it writes loses nothing it said was kept, and leaves no halves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from backlinkbot.io.state.store import State

# Writes sites with four facts each for ever, and says the number of each one that is kept.
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from backlinkbot.core.nouns import Site
from backlinkbot.io.state.store import State

words = ("a", "b", "c", "d")
with State.open(Path(sys.argv[1]), sys.argv[2]) as state:
    for number in range(int(sys.argv[3]), 1_000_000):
        site = Site(f"s{number}.example", brand_words=words)
        state.change_site(site.domain, lambda _: site, datetime(2026, 11, 1, tzinfo=UTC))
        print(number, flush=True)
"""
SOURCE = Path(__file__).resolve().parents[3] / "src"
KILLS = 4


def killed_after(lines: int, folder: Path, url: str, start: int) -> int:
    """Let a writer say so many lines, kill it at once, and give the last number it said."""
    words = [sys.executable, "-c", WRITER, str(folder), url, str(start)]
    environment = {"PYTHONPATH": str(SOURCE)}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(lines)]
        writer.kill()
        said += writer.stdout.readlines()
    return max(int(line) for line in said if line.endswith("\n"))


def test_what_was_said_to_be_kept_is_kept_whole(tmp_path: Path, database_url: str) -> None:
    last = -1
    for kill in range(KILLS):
        last = killed_after(5 + kill, tmp_path, database_url, last + 1)
        with State.open(tmp_path, database_url) as state:
            kept = {site.domain: site.brand_words for site in state.sites()}
        numbers = {int(name[1:].partition(".")[0]) for name in kept}
        assert set(range(last + 1)) <= numbers
        assert numbers <= set(range(last + 2)), "at most one that it had no time to speak of"
        assert set(kept.values()) == {("a", "b", "c", "d")}
        last = max(numbers)
