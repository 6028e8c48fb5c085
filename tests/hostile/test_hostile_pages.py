"""Hostile pages go the whole way through ingest and cost no honest page anything."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from backlinkbot.app.ingest import ingest
from backlinkbot.app.profile import LinkQuestion, links
from backlinkbot.app.workspace import Workspace

BENCH = Path(__file__).resolve().parents[2] / "bench" / "hostile"
# "page ": it has too many tags and is too deep, and either may be said first.
# The whole set, with what each page costs: bench/hostile/pages.py. Here those that cost little.
REFUSED = {
    "div nested 100,000 deep": "page ",
    "50,000 <b><a>": "page ",
    "200,000 attributes on one tag": "page has a tag longer than 64 KB",
    "attribute of 50 MB": "page larger than 16 MiB",
    "comment of 50 MB": "page larger than 16 MiB",
    "1,000,000 links": "page larger than 16 MiB",
    "1,000,000 unclosed <p>": "page ",
    "gzip in gzip": "page unpacks to more than 16 MiB",
    "4,000 <b><a>": "page is nested more than 5,000 deep",
    "tables 100,000 deep": "page ",
}
READ = (
    "div nested 4,900 deep", "NULs between all bytes", "15 MB of NULs", "UTF-16",
    "UTF-16 cut in a letter", "UTF-7", "charset that lies (UTF-16 said)", "gzip that is none",
    "gzip cut in the middle", "brotli that is none", "address of 1 MB in 10 links",
    "address of 100,000 steps up", "10,000 headers", "tables 4,000 deep",
)  # fmt: skip


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"hostile_{name}", BENCH / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


made = module("made")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One archive with all of them between honest pages; the links that were kept beside it."""
    folder = tmp_path_factory.mktemp("hostile")
    names = [*REFUSED, *READ]
    honest = made.write_archive(folder / "all.warc.gz", names)
    workspace = Workspace.open(folder / "workspace")
    done = ingest(workspace, [str(folder / "all.warc.gz")])
    found = links(workspace, "target.example", LinkQuestion(limit=None)).table
    workspace.close()
    (file,) = done.files
    rejects = Path(file.rejects_file).read_text("utf-8")
    urls = found["target_url"].to_pylist()
    sources = set(found["source_url"].to_pylist())
    return {
        "file": file,
        "honest": honest,
        "targets": urls,
        "sources": {url.split("/")[2] for url in sources},
        "written": rejects,
    }


def test_every_honest_page_between_hostile_ones_is_read(report: dict[str, Any]) -> None:
    kept = {url for url in report["targets"] if "/page-" in url}
    assert kept == {f"https://target.example/page-{2 * n}" for n in range(report["honest"])}


def test_every_refused_page_is_counted_with_its_reason(report: dict[str, Any]) -> None:
    rejects = report["file"].rejects
    refused = {why: n for why, n in rejects.items() if why.startswith("page")}
    assert sum(refused.values()) == len(REFUSED)
    for reason in set(REFUSED.values()):
        assert any(why.startswith(reason) for why in refused), reason


def test_every_refused_page_is_written_with_its_place(report: dict[str, Any]) -> None:
    for place, name in enumerate(REFUSED):
        address = f"https://source-{2 * place + 1}.example/page"
        lines = [line for line in report["written"].splitlines() if address in line]
        assert any("all.warc.gz@" in line and REFUSED[name] in line for line in lines), name


def test_hostile_pages_that_can_be_read_give_their_link(report: dict[str, Any]) -> None:
    for place, name in enumerate(READ, start=len(REFUSED)):
        assert f"source-{2 * place + 1}.example" in report["sources"], name


def test_a_page_that_burns_time_or_memory_is_given_up_and_the_rest_goes_on(
    tmp_path: Path,
) -> None:
    archive = tmp_path / "slow.warc.gz"
    honest = made.write_archive(archive, ["900 attributes on 2,000 tags"])
    workspace = Workspace.open(tmp_path / "workspace")
    (file,) = ingest(workspace, [str(archive)]).files
    workspace.close()
    assert file.external_links >= honest
    (refused,) = file.rejects
    assert refused.startswith("page ")
    assert file.rejects[refused] == 1
