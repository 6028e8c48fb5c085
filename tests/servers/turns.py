"""In which order the workers of a run take the tests: whole files, those that take longest first.

The tests of a file share what is slow to make, so one worker has them all. Files on one kind of
database follow each other, so that what a worker has made for one serves the next. What is long
begins early, so that no worker is busy alone at the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    import pytest

# What takes longest, longest first; what is not here takes less. A wrong order costs time alone.
LONGEST = (
    "journeys/test_real_data.py",
    "journeys/test_audit.py",
    "io/index/test_merge.py",
    "journeys/test_whole_way.py",
    "app/verify/test_lost.py",
    "logic/graph/test_walk.py",
    "app/test_work.py",
    "logic/graph/test_harmonic.py",
    "app/verify/test_not_lost.py",
    "app/verify/test_runs.py",
    "io/index/test_voices.py",
    "io/index/test_kills.py",
    "io/index/test_twins.py",
    "journeys/test_crawl.py",
    "interfaces/cli/test_serve.py",
    "app/watch/test_alerts.py",
    "io/index/test_forget.py",
    "tiny_web/test_truth_in_index.py",
    "io/index/test_changes.py",
    "io/index/test_linking.py",
    "hostile/test_kills.py",
    "app/watch/test_kills.py",
    "journeys/test_same_links.py",
    "journeys/test_both_databases.py",
    "logic/judge/groups/test_groups.py",
    "contracts/test_markers.py",
    "io/crawl/test_robots.py",
    "io/readers/test_release.py",
    "io/index/test_upgrade.py",
    "attacks/test_catalogue.py",
    "tiny_web/test_same_links.py",
    "hostile/test_hostile_pages.py",
    "interfaces/api/test_openapi.py",
    "journeys/web/test_every_page.py",
    "journeys/web/test_audit_pages.py",
    "journeys/web/test_outreach_pages.py",
    "interfaces/web/test_outreach.py",
    "interfaces/mcp/test_tools.py",
    "app/audit/test_audit.py",
    "app/report/test_report.py",
)
# Files that share what is slow to make and is made for a package or in memory: one worker has all.
TOGETHER = {
    "app/audit/": "app/audit/test_audit.py",
    "app/report/": "app/report/test_report.py",
    "tiny_web/": "tiny_web/test_truth_in_index.py",
    "logic/judge/test_suspicion.py": "logic/judge/groups/test_groups.py",
    "logic/judge/verdict/test_little_web.py": "logic/judge/groups/test_groups.py",
}
KINDS = ("sqlite", "postgresql")  # of databases, in the order in which they come
OTHERS = len(KINDS)  # the turn of tests without one, after those: many and short, they fill gaps
EARLY = -1  # but the longest of them come before all


class Turns(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types here
    """Gives each worker the tests of one file on one kind of database at a time."""

    def _split_scope(self, nodeid: str) -> str:
        file, kind, _ = _parts(nodeid)
        return f"{file} {kind}"


def sorted_by_turn(tests: list[pytest.Item]) -> list[pytest.Item]:
    """The tests in the order in which workers should begin with them, files kept together."""
    firsts: dict[tuple[str, str], int] = {}
    for number, test in enumerate(tests):
        file, kind, _ = _parts(test.nodeid)
        firsts.setdefault((file, kind), number)

    def turn(test: pytest.Item) -> tuple[int, int, int]:
        file, kind, rank = _parts(test.nodeid)
        group = KINDS.index(kind) if kind else OTHERS
        if group == OTHERS and rank < len(LONGEST):
            group = EARLY
        return group, rank, firsts[file, kind]

    return sorted(tests, key=turn)


def _parts(nodeid: str) -> tuple[str, str, int]:
    """The file of a test, its kind of database ("" without one), and how early its file comes.

    Of files that stay together it is the one that stands for all, without a kind.
    """
    file, _, rest = nodeid.removeprefix("tests/").partition("::")
    words = rest.rpartition("[")[2].rstrip("]").split("-")
    kind = next((kind for kind in KINDS if kind in words), "")
    for beginning, one in TOGETHER.items():
        if file.startswith(beginning):
            file, kind = one, ""
    return file, kind, LONGEST.index(file) if file in LONGEST else len(LONGEST)
