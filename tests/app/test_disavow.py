"""Disavow files checked, compared and merged with what a workspace knows."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from backlinkbot.app.disavow import (
    compare_files,
    kept_domains,
    lint_file,
    merge_files,
    read_disavow,
)
from backlinkbot.app.ingest import ingest
from backlinkbot.app.protected import disavow_facts
from backlinkbot.app.sites import add_site
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.nouns import Site
from backlinkbot.io.index.graphs.releases import publish_release, release_schema
from backlinkbot.logic.judge.disavow.facts import LEAST_LIST, LEAST_POPULATION
from backlinkbot.logic.judge.disavow.lines import Severity


def write(path: Path, text: str | bytes) -> str:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


def release(workspace: Workspace, points: dict[str, float], basis: str = "trust") -> None:
    """A release with these domains among as many as make authority count."""
    size = LEAST_POPULATION
    names = [*points, *(f"n{n}.example" for n in range(size - len(points)))]
    low = pa.array([*points.values(), *([0.0] * (size - len(points)))], pa.float32())
    given = {"node": pa.array(names), "authority": low, "authority_low": low}
    schema = release_schema()
    columns = [given.get(field.name, pa.nulls(size, field.type)) for field in schema]
    batch = pa.record_batch(columns, schema=schema)
    publish_release(
        workspace.authority_folder, date(2026, 11, 1), "a" * 32, [batch], {"basis": basis}
    )


def test_asking_makes_no_workspace(workspace: Workspace, tmp_path: Path) -> None:
    found = lint_file(workspace, write(tmp_path / "d.txt", "domain:a.com\ndomain:kiev.ua\n"))
    assert found.kinds == {"domain": 2}
    assert (found.count("error"), found.count("warning")) == (1, 0)
    assert not workspace.folder.exists()


def test_a_packed_file_is_known_by_its_content(workspace: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path / "d.txt", gzip.compress(b"domain:kiev.ua\n"))
    assert lint_file(workspace, path).count("error") == 1


def test_our_sites_and_their_estates_are_never_named(workspace: Workspace, tmp_path: Path) -> None:
    add_site(workspace, Site("ours.com", estate=("sister.org",)))
    add_site(workspace, Site("rival.com", is_ours=False))
    lines = "domain:ours.com\ndomain:sister.org\ndomain:rival.com\ndomain:client.com\n"
    path = write(tmp_path / "d.txt", lines)
    found = lint_file(workspace, path, site="https://www.client.com/")
    assert [one.line for one in found.findings] == [1, 2, 4]


def test_domains_of_a_keep_list_are_errors(workspace: Workspace, tmp_path: Path) -> None:
    keep = tmp_path / "keep.txt"
    write(keep, "# partners\npartner.com\ndomain:friend.org\nhttps://www.press.net/story\n")
    path = write(tmp_path / "d.txt", "domain:a.partner.com\ndomain:friend.org\ndomain:press.net\n")
    found = lint_file(workspace, path, keep=keep)
    assert [one.line for one in found.findings] == [1, 2, 3]
    assert kept_domains(keep) == {"partner.com", "friend.org", "press.net"}


def test_a_keep_list_that_cannot_be_read_whole_is_not_used(tmp_path: Path) -> None:
    keep = tmp_path / "keep.txt"
    write(keep, "partner.com\nnot a name\n")
    with pytest.raises(BadInput, match=r"keep.txt, line 2: 'not a name'"):
        kept_domains(keep)


def test_places_in_a_long_rank_list_are_known(workspace: Workspace, tmp_path: Path) -> None:
    names = [f"site{n}.com" for n in range(1, LEAST_LIST + 201)]
    rows = "".join(f"{n},{name}\n" for n, name in enumerate(names, 1))
    write(tmp_path / "tranco.csv", rows)
    write(tmp_path / "niche.csv", "1,tiny.com\n2,small.com\n")
    ingest(workspace, [str(tmp_path / "tranco.csv"), str(tmp_path / "niche.csv")])
    fame = disavow_facts(workspace, ["site7.com", "www.site1100.com", "tiny.com"]).fame
    assert set(fame) == {"site7.com", "site1100.com"}
    assert fame["site7.com"].words == "place 7 of the web by tranco"
    assert fame["site1100.com"].severity is Severity.WARNING


def test_authority_that_stands_on_trust_is_known(workspace: Workspace) -> None:
    release(workspace, {"strong.com": 61.0, "good.com": 51.0, "plain.com": 49.0})
    fame = disavow_facts(workspace, ["strong.com", "good.com", "plain.com"]).fame
    assert {name: one.severity.value for name, one in fame.items()} == {
        "strong.com": "error",
        "good.com": "warning",
    }


def test_authority_by_links_alone_protects_nobody(workspace: Workspace) -> None:
    release(workspace, {"strong.com": 99.0}, basis="links only")
    assert disavow_facts(workspace, ["strong.com"]).fame == {}


def test_sites_where_trust_starts_and_checked_registries_are_known(workspace: Workspace) -> None:
    fame = disavow_facts(workspace, ["nature.com", "users.aber.ac.uk", "a.com"]).fame
    assert fame["nature.com"].severity is Severity.ERROR
    assert fame["aber.ac.uk"].severity is Severity.WARNING
    assert "under .ac.uk" in fame["aber.ac.uk"].words
    assert set(fame) == {"nature.com", "aber.ac.uk"}


def test_a_merge_is_written_and_leaves_its_sources_alone(
    workspace: Workspace, tmp_path: Path
) -> None:
    current, new = tmp_path / "current.txt", tmp_path / "new.txt"
    write(current, "# mine\ndomain:a.com\n")
    write(new, "domain:b.com\ndomain:kiev.ua\n")
    out = tmp_path / "out.txt"
    found = merge_files(workspace, str(current), str(new), out)
    assert out.read_text() == (
        "# mine\ndomain:a.com\n\n# Backlink Bot, 2026-11-01: 1 domain from new.txt\ndomain:b.com\n"
    )
    assert [one.line for one in found.refused] == [2]
    assert current.read_text() == "# mine\ndomain:a.com\n"
    assert compare_files(str(current), str(out)).removed == ()


def test_the_current_file_may_be_replaced(workspace: Workspace, tmp_path: Path) -> None:
    current, new = tmp_path / "current.txt", tmp_path / "new.txt"
    write(current, "domain:a.com\n")
    write(new, "domain:b.com\n")
    merge_files(workspace, str(current), str(new), current)
    assert [line.name for line in read_disavow(str(current)).entries] == ["a.com", "b.com"]


def test_a_file_that_breaks_off_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    packed = gzip.compress(np.random.default_rng(1).bytes(50_000))
    path = write(tmp_path / "d.txt.gz", packed[:20_000])
    with pytest.raises(BadInput, match=r"d.txt.gz is damaged"):
        lint_file(workspace, path)


def test_a_packed_bomb_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path / "d.gz", gzip.compress(bytes(50_000_000), 1))
    with pytest.raises(BadInput, match="is no disavow file"):
        lint_file(workspace, path)


def test_millions_of_lines_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="more than 1,000,000 lines"):
        lint_file(workspace, write(tmp_path / "d.txt", "\n" * 2_000_001))


def test_a_missing_file_and_a_full_folder_are_told(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no file"):
        lint_file(workspace, str(tmp_path / "none.txt"))
    write(tmp_path / "a.txt", "")
    write(tmp_path / "b.txt", "")
    with pytest.raises(BadInput, match="holds 2 files"):
        lint_file(workspace, str(tmp_path))


def test_standard_input_is_read_once() -> None:
    with pytest.raises(BadInput, match="only once"):
        compare_files("-", "-")


def test_errors_of_the_current_file_stay_and_are_told(workspace: Workspace, tmp_path: Path) -> None:
    current, new, out = (tmp_path / name for name in ("current.txt", "new.txt", "out.txt"))
    current.write_text("domain:com\ndomain:bad.example\n", "utf-8")
    new.write_text("domain:worse.example\n", "utf-8")
    merged = merge_files(workspace, str(current), str(new), out)
    assert [(one.line, one.text) for one in merged.faults] == [(1, "domain:com")]
    assert out.read_text("utf-8").startswith("domain:com\n")
    assert merge_files(workspace, str(new), str(new), out).faults == ()
