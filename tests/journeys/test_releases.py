"""Authority over time, as a user has it: measure twice, compare, exchange, choose."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def edge_list(folder: Path, name: str, *more: str) -> Path:
    """Forty universities in a ring that link to nine shops."""
    rows = [f"u{i}.edu\tu{(i + 1) % 40}.edu" for i in range(40)]
    rows += [f"u{i}.edu\tshop{i % 9}.com" for i in range(40)]
    place = folder / name
    place.mkdir(parents=True, exist_ok=True)
    path = place / "edges.tsv"
    path.write_text("\n".join((*rows, *more)) + "\n", "utf-8")
    return path


def test_measured_twice_compared_and_given_away(cli: Any, tmp_path: Path) -> None:
    def here(*words: object) -> Any:
        return cli("--workspace", tmp_path / "ws", *words)

    # the file keeps its name, so that the second list is the next state of the first
    before = here("measure", "--edges", edge_list(tmp_path, "before"), "--use", "--json").document
    more = [f"u{i}.edu\tshop8.com" for i in range(40)] + ["u1.edu\tfresh.com"]
    after = here(
        "measure", "--edges", edge_list(tmp_path, "after", *more), "--use", "--json"
    ).document
    first, second = Path(before["release"]).stem, Path(after["release"]).stem

    told = here("release", "compare", first, "latest", "--all", "--json").document
    verdicts = {row["node"]: row["verdict"] for row in told["domains"]}
    assert verdicts["shop8.com"] == "up"
    assert verdicts["fresh.com"] == "new"
    assert told["counts"]["new"] == 1
    people = here("release", "compare", first, second)
    assert people.code == 0
    assert "shop8.com" in people.out
    assert "log10" in people.err

    grown = here("authority", "shop8.com", "--history", "--json").document
    assert [row["release"] for row in grown] == [first, second]
    assert [row["verdict"] for row in grown] == [None, "up"]
    old = here("authority", "fresh.com", "--release", first, "--json").document
    assert old[0]["authority"] is None

    given = tmp_path / "given.parquet"
    assert here("release", "export", given, "--release", first).code == 0
    other = tmp_path / "other"
    taken = cli("--workspace", other, "release", "import", given, "--json").document
    assert taken["is_in_force"]
    assert taken["nodes"] == before["nodes"]
    (row,) = cli("--workspace", other, "authority", "shop8.com", "--json").document
    assert row["authority"] == grown[0]["authority"]


def test_the_index_keeps_its_place_when_numbers_are_measured(
    trip: Any, cli: Any, tmp_path: Path
) -> None:
    """In a copy of its own: the others only look at the trip."""
    import shutil

    copy = shutil.copytree(trip.workspace, tmp_path / "ws")

    def here(*words: object) -> Any:
        return cli("--workspace", copy, *words)

    asked = ("authority", trip.world.client, "--json")
    known = here(*asked).document
    assert known[0]["referring_domains"] > 0
    numbers = tmp_path / "numbers.txt"
    numbers.write_text("1 2\n2 3\n3 1\n", "utf-8")
    told = here("measure", "--edges", numbers, "--json").document
    assert not told["is_in_force"]
    assert "as before" in told["notes"][-1]
    assert here(*asked).document == known
    listed = here("release", "list", "--json").document
    assert [one["is_in_force"] for one in listed] == [True, False]
    chosen = here("release", "use", listed[1]["name"], "--json").document
    assert chosen["is_in_force"]
    assert here(*asked).document[0]["referring_domains"] is None


def test_what_is_no_release_is_said_in_a_sentence(cli: Any, tmp_path: Path) -> None:
    def here(*words: object) -> Any:
        return cli("--workspace", tmp_path / "ws", *words)

    prose = tmp_path / "prose.parquet"
    prose.write_text("no table at all", "utf-8")
    assert here("release", "import", prose).code == 2
    assert "prose.parquet" in here("release", "import", prose).err
    assert here("release", "import", tmp_path / "nowhere").code == 3
    assert here("release", "use", "2026-01-01").code == 3
    assert here("release", "export", tmp_path / "out.parquet").code == 3
    assert here("release", "list", "--json").document == []
    assert here("authority", "a.org", "--history", "--release", "x").code == 2
