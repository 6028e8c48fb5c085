"""What each hostile page costs: read or refused, seconds and peak memory, one archive a page.

Run: python bench/hostile/pages.py [part of a name]. Each page stands between two honest ones and
goes the whole way through `ingest` as a process of its own. "CPU s" is what all its processes used
beyond a run with the honest pages alone (wall clock would tell how busy the machine is); "peak MB"
is the largest resident size of any of its processes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from made import HOSTILE, honest, write_archive

MOST_S, MOST_MB = 2.0, 512
SRC = Path(__file__).resolve().parents[2] / "src"
POLL_S = 0.01


def look(root: int, peaks: dict[int, int], ticks: dict[int, int]) -> None:
    """The largest resident size and the CPU time so far of a process and all its descendants."""
    children: dict[int, list[int]] = {}
    used: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(stat.parent.name)
        children.setdefault(int(fields[1]), []).append(pid)
        used[pid] = int(fields[11]) + int(fields[12])
    left = [root]
    while left:
        pid = left.pop()
        left.extend(children.get(pid, ()))
        ticks[pid] = used.get(pid, ticks.get(pid, 0))
        try:
            status = Path(f"/proc/{pid}/status").read_text("ascii", errors="replace")
        except OSError:
            continue
        for line in status.splitlines():
            if line.startswith("VmHWM:"):
                peaks[pid] = max(peaks.get(pid, 0), int(line.split()[1]))


def ingest(archive: Path, workspace: Path) -> tuple[dict[str, object], float, float]:
    """The file's report (or the error), CPU seconds, and the peak in MB."""
    peaks: dict[int, int] = {}
    ticks: dict[int, int] = {}
    with subprocess.Popen(
        [sys.executable, "-m", "backlinkbot", "--workspace", str(workspace), "ingest",
         str(archive), "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SRC), "BACKLINKBOT_WORKERS": "1"},
    ) as program:  # fmt: skip
        while program.poll() is None:
            look(program.pid, peaks, ticks)
            time.sleep(POLL_S)
        out, err = program.communicate()
    report = json.loads(out)["files"][0] if not program.returncode else {"error": err.decode()}
    return report, sum(ticks.values()) / os.sysconf("SC_CLK_TCK"), max(peaks.values()) / 1024


def main(part: str = "") -> int:
    """Print the table; 1 when a page costs too much or an honest page was lost."""
    failed = 0
    print(f"{'page':36} {'answer':58} {'CPU s':>8} {'peak MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.warc.gz"
        plain.write_bytes(honest(0) + honest(2))
        _, base_s, base_mb = min(
            (ingest(plain, Path(folder) / f"w-plain{n}") for n in range(3)), key=lambda run: run[1]
        )
        print(f"{'(two honest pages alone)':36} {'read':58} {base_s:8.2f} {base_mb:8.0f}")
        for number, name in enumerate(name for name in HOSTILE if part in name):
            archive = Path(folder) / f"{number}.warc.gz"
            kept = write_archive(archive, [name])
            report, cpu_s, peak_mb = ingest(archive, Path(folder) / f"w{number}")
            archive.unlink()
            lost = int(str(report.get("external_links", 0))) < kept
            bad = cpu_s - base_s > MOST_S or peak_mb > MOST_MB or lost
            failed += bad
            mark = "  <-- LOST HONEST PAGES" if lost else "  <-- TOO MUCH" if bad else ""
            print(
                f"{name:36} {told(report):58} {cpu_s - base_s:8.2f} {peak_mb:8.0f}{mark}",
                flush=True,
            )
    print(f"{failed} of {len(HOSTILE)} cost more than {MOST_S:g} s or {MOST_MB} MB, or lost pages")
    return 1 if failed else 0


def told(report: dict[str, object]) -> str:
    """Why the hostile page was refused, or what was read of it."""
    if report.get("error"):
        return str(report["error"])[:58]
    rejects = report["rejects"]
    assert isinstance(rejects, dict)
    reasons = [reason for reason in rejects if not reason.startswith("link leads")]
    return "; ".join(reasons)[:58] if reasons else f"read: {report['links']} links"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
