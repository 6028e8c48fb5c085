"""What one database takes, the other takes too."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from backlinkbot.core.nouns import Site
from backlinkbot.io.state.store import State

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def test_a_nul_is_kept_as_the_sign_that_stands_for_it(state: State) -> None:
    state.change_site("fernhill.example", lambda _: Site("fernhill.example", "Fern\0hill"), NOW)
    assert state.site("fernhill.example").name == "Fern\ufffdhill"


def test_who_asks_with_a_nul_is_told_that_there_is_none(state: State) -> None:
    assert state.mapping_for("source\0url") == {}
    assert not state.site_or_plain("fernhill\0.example").is_ours


def test_texts_are_ordered_alike_by_every_server(state: State) -> None:
    words = ("Zeal", "ant", "a-b", "ab", "a c", "\u00e4rger")
    ours = ("ab.example", "a-b.example", "ab-c.example")
    for domain in ours:
        state.change_site(domain, lambda _, of=domain: Site(of, brand_words=words), NOW)
    assert [site.domain for site in state.sites()] == sorted(ours)
    assert state.site(ours[0]).brand_words == tuple(sorted(words))


def test_the_columns_of_a_very_wide_table_are_remembered(state: State) -> None:
    header = ",".join(sha256(str(number).encode()).hexdigest() for number in range(400))
    state.remember_mapping(header, {"source_url": "page"})
    assert state.mapping_for(header) == {"source_url": "page"}
    assert state.mapping_for(header + ",more") == {}


def test_only_its_owner_can_read_the_file_also_one_that_was_open_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "w" / "state"
    for _ in range(2):
        with State.open(folder) as state:
            state.change_site("a.example", lambda _: Site("a.example"), NOW)
            files = sorted(folder.iterdir())
            assert [path.name for path in files] == ["app.db", "app.db-shm", "app.db-wal"]
            assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
            assert folder.stat().st_mode & 0o777 == 0o700
            for path in (folder, *files):
                path.chmod(0o755)
            shutil.copytree(folder, tmp_path / "copy", dirs_exist_ok=True)
        shutil.rmtree(folder)
        shutil.move(tmp_path / "copy", folder)
