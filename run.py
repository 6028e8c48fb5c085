"""Set up Backlink Bot on a bare machine and run it; needs only Python 3.11 to 3.13 and pip.

python3 run.py              set up, the demo on a generated little web, then its pages served
python3 run.py test         what CI runs: format, lint, types, floors, tests
python3 run.py bench [NAME] the benchmarks, or those whose path contains NAME, held against budgets
python3 run.py ANYTHING     any backlinkbot command, e.g. `python3 run.py profile example.com`
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BOOTSTRAP = ROOT / ".bootstrap"
STAMP = VENV / "backlinkbot-stamp"
BINARIES = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BINARIES / ("python.exe" if os.name == "nt" else "python")
OLDEST, TOO_NEW = (3, 11), (3, 14)
# The tests sync what they write to disk thousands of times, which costs nothing in memory. They
# leave 3 GB there, beside up to 2 GB for each core's worker.
MEMORY_DISK, DISK_ROOM, MEMORY_ROOM = Path("/dev/shm"), 6e9, 12e9  # noqa: S108 - made by mkdtemp


def main() -> int:
    """Set up what the command needs, then hand over to it; returns its exit code."""
    command, *rest = sys.argv[1:] or ["demo", "--serve"]
    if not OLDEST <= sys.version_info[:2] < TOO_NEW:
        say("Backlink Bot needs Python 3.11, 3.12 or 3.13; this is " + sys.version.split()[0])
        return 2
    developer = command in {"test", "bench"}
    set_up("requirements-dev.lock" if developer else "requirements.lock")
    if command == "test":
        return test(rest)
    if command == "bench":
        return run(PYTHON, ROOT / "bench" / "budgets.py", *rest)
    # so that the product's texts name commands as they are typed here
    os.environ.setdefault("BACKLINKBOT_COMMAND", typed())
    return hand_over(PYTHON, "-m", "backlinkbot", command, *rest)


def typed() -> str:
    """How the user started this file, ready to be typed again."""
    return shlex.join([Path(sys.executable).name, sys.argv[0]])


def set_up(lock_name: str) -> None:
    """Make the environment in `.venv` once; a stamp of the lock's hash makes later runs instant."""
    lock = ROOT / lock_name
    wanted = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamps = STAMP.read_text(encoding="utf-8").split() if STAMP.is_file() else []
    if wanted in stamps and PYTHON.is_file():
        return
    started = time.monotonic()
    say(f"Setting up in {VENV.name} from {lock_name} (once) ...")
    uv = uv_command()
    if not (uv and with_uv(uv, lock)):
        with_pip(lock)
    # The developer lock holds all of the other; so a later plain run need not install again.
    both = {"requirements-dev.lock": ("requirements.lock", lock_name)}.get(lock_name, (lock_name,))
    digests = [
        hashlib.sha256(
            (ROOT / name).read_bytes() + (ROOT / "pyproject.toml").read_bytes()
        ).hexdigest()
        for name in both
    ]
    STAMP.write_text("\n".join(digests), encoding="utf-8")
    say(f"Set up in {time.monotonic() - started:.0f} s.")


def uv_command() -> list[str]:
    """How to call uv: the user's, or one put into `.bootstrap`; empty when neither can be had.

    `pip install --target` also works on externally managed Pythons without venv or ensurepip.
    """
    if found := shutil.which("uv"):
        return [found]
    inside = BOOTSTRAP / "bin" / ("uv.exe" if os.name == "nt" else "uv")
    if not inside.is_file():
        quiet(sys.executable, "-m", "pip", "install", "-q", "--target", str(BOOTSTRAP), "uv")
    return [str(inside)] if inside.is_file() else []


def with_uv(uv: list[str], lock: Path) -> bool:
    """Install from the lock, hashes required, then the project itself; False when uv could not.

    uv does not know every proxy and certificate that pip knows; pip then gets its turn.
    """
    pip = [*uv, "pip"]
    target = ["--python", str(PYTHON)]
    steps = [
        [*uv, "venv", "-q", "--allow-existing", "--python", sys.executable, str(VENV)],
        [*pip, "sync", "-q", "--require-hashes", *target, str(lock)],
        [*pip, "install", "-q", "--no-deps", *target, "-e", str(ROOT)],
    ]
    for step in steps:
        if subprocess.run(step, cwd=ROOT).returncode:
            say("uv could not set it up; trying again with pip, which takes longer ...")
            return False
    return True


def with_pip(lock: Path) -> None:
    """The same with venv and pip, where uv cannot be had or could not (slower)."""
    must(sys.executable, "-m", "venv", "--clear", str(VENV))
    pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    must(*pip, "--require-hashes", "-r", str(lock))
    must(*pip, "--no-deps", "-e", str(ROOT))


def test(rest: list[str]) -> int:
    """Every check that CI makes, in the order of how fast it fails; stops at the first failure."""
    checks: list[tuple[str, list[str | Path]]] = [
        ("format", [BINARIES / "ruff", "format", "--check", "-q", "."]),
        ("lint", [BINARIES / "ruff", "check", "-q", "."]),
        ("types", [BINARIES / "mypy", "src"]),
        ("floors", [BINARIES / "lint-imports"]),
        ("tests", [PYTHON, "-m", "pytest", "-q", "-n", "auto", "--dist", "loadgroup", *rest]),
    ]
    # the tests start hundreds of programs; none of them compiles again what another has compiled
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(VENV / "bytecode")
    with scratch_in_memory():
        return first_failure(checks)


def first_failure(checks: list[tuple[str, list[str | Path]]]) -> int:
    """Run checks until one fails; gives its exit code, 0 where none does."""
    for name, command in checks:
        started = time.monotonic()
        say(f"-- {name}")
        code = run(*command)
        say(f"-- {name}: {'ok' if code == 0 else 'FAILED'} in {time.monotonic() - started:.0f} s")
        if code:
            return code
    return 0


@contextmanager
def scratch_in_memory() -> Iterator[None]:
    """Let temporary files be in memory meanwhile, where there is room and nobody said otherwise."""
    if "TMPDIR" in os.environ or not has_room():
        yield
        return
    with tempfile.TemporaryDirectory(
        prefix="bb-", dir=MEMORY_DISK, ignore_cleanup_errors=True
    ) as folder:
        Path(folder).chmod(0o711)  # the servers of the tests run as others
        os.environ["TMPDIR"] = folder
        try:
            yield
        finally:
            del os.environ["TMPDIR"]


def has_room() -> bool:
    """Whether the disk in memory, and the memory, are large enough, and programs run from there."""
    try:
        disk = os.statvfs(MEMORY_DISK)
        told = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
    except (OSError, AttributeError):  # no such disk, or no Linux
        return False
    free, memory = disk.f_bavail * disk.f_frsize, int(told["MemAvailable"].split()[0]) * 1024
    return free >= DISK_ROOM and memory >= MEMORY_ROOM and not disk.f_flag & os.ST_NOEXEC


def hand_over(*command: str | Path) -> int:
    """Become the product, so that what ends this process ends it; or run it where none can."""
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(str(command[0]), [str(part) for part in command])
    return run(*command)


def run(*command: str | Path) -> int:
    """Run a command with the project's environment; returns its exit code."""
    try:
        return subprocess.run([str(part) for part in command], cwd=where(command)).returncode
    except KeyboardInterrupt:
        return 130


def where(command: tuple[str | Path, ...]) -> Path | None:
    """Developer tools run at the root; the product runs where the user stands."""
    return None if "backlinkbot" in command else ROOT


def must(*command: str) -> None:
    """Run a step of the set-up; ends with its own message when it fails."""
    code = subprocess.run(command, cwd=ROOT).returncode
    if code:
        say(f"Set-up stopped: `{' '.join(command)}` ended with {code}.")
        sys.exit(1)


def quiet(*command: str) -> None:
    """Run a step that has a fallback; its failure is no news."""
    subprocess.run(command, cwd=ROOT, capture_output=True)


def say(text: str) -> None:
    """Progress goes to stderr, so that results can be piped."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
