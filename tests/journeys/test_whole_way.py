"""A user's whole way through the command line, from an empty folder to a page for a client."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pyarrow.parquet as pq
import pytest

SRC = Path(__file__).resolve().parents[2] / "src"


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_site_that_was_added_is_shown_and_listed(trip: Any) -> None:
    site = trip("site", "show", f"https://www.{trip.world.client}/about", "--json").document
    assert site["domain"] == trip.world.client
    assert site["brand_words"] == [trip.world.brand]
    assert site["competitors"] == [trip.world.competitors[0]]
    assert [one["domain"] for one in trip("site", "list", "--json").document] == [site["domain"]]


def test_a_site_comes_and_goes(cli: Any, tmp_path: Path) -> None:
    def site(*words: object) -> Any:
        return cli("--workspace", tmp_path, "site", *words)

    assert "No site yet" in site("list").err
    assert site("add", "bücher.example", "--watched").code == 0
    assert site("list", "--json").document[0]["domain"] == "xn--bcher-kva.example"
    assert site("remove", "xn--bcher-kva.example").code == 0
    assert site("list", "--json").document == []
    assert site("show", "xn--bcher-kva.example").code == 3
    assert site("remove", "xn--bcher-kva.example").code == 3


def test_every_file_of_the_little_web_is_read_or_says_what_it_needs(trip: Any) -> None:
    unread = {Path(f["path"]).name: f["error"] for f in trip.ingested["files"] if f["error"]}
    assert all("other-tool" in name or "referringdomains" in name for name in unread)
    assert all("--map" in said or "--target" in said for said in unread.values())


def test_ingest_ends_with_3_when_a_file_was_not_read_and_with_0_when_all_were(
    trip: Any, cli: Any, tmp_path: Path
) -> None:
    good = next(file.path for file in trip.files if file.format == "semrush")
    (tmp_path / "notes.bin").write_bytes(b"\x89PNG\r\n\x1a\n")
    part = cli("--workspace", tmp_path / "w", "ingest", good, tmp_path / "notes.bin", "--json")
    assert part.code == 3
    assert [bool(file["error"]) for file in json.loads(part.out)["files"]] == [False, True]
    assert cli("--workspace", tmp_path / "w", "ingest", good, "--json").code == 0


def test_reading_it_all_again_changes_nothing(trip: Any) -> None:
    again = trip("ingest", trip.web, "--json").document
    assert again["snapshot"] == trip.ingested["snapshot"]
    assert (again["links"], again["referring_domains"]) == (
        trip.ingested["links"],
        trip.ingested["referring_domains"],
    )
    assert all(file["already_known"] for file in again["files"] if not file["error"])


def test_the_links_of_each_file_are_counted_the_same_when_it_is_known(trip: Any) -> None:
    again = trip("ingest", trip.web, "--json").document
    for before, now in zip(trip.ingested["files"], again["files"], strict=True):
        for name in ("path", "format", "pages", "rows", "links", "rejects", "truncated"):
            assert before[name] == now[name], name


def test_pages_of_links_put_together_are_all_links(trip: Any) -> None:
    client = trip.world.client
    every = trip("links", client, "--limit", 0, "--json").document
    half = len(every) // 2
    first = trip("links", client, "--limit", half, "--json")
    rest = trip("links", client, "--limit", 0, "--offset", half, "--json").document
    assert f"{half:,} of {len(every):,} links" in first.err
    assert first.document + rest == every


def test_a_file_gets_all_links_where_the_screen_gets_the_first(
    trip: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backlinkbot.interfaces.cli.judging.ON_SCREEN", 20)
    rival = trip.world.competitors[0]
    every = trip("links", rival, "--limit", 0, "--json").document
    screen = trip("links", rival, "--json")
    assert screen.document == every[:20]
    assert f"20 of {len(every):,} links" in screen.err
    answer = trip("links", rival, "-o", tmp_path / "links.json")
    assert f"{len(every):,} rows written" in answer.err
    assert json.loads((tmp_path / "links.json").read_text("utf-8")) == every
    few = trip("links", rival, "--limit", 7, "-o", tmp_path / "few.nl")
    assert f"7 of {len(every):,} links" in few.err


@pytest.mark.parametrize(
    ("option", "holds"),
    [
        (("--kind", "image"), lambda link: link["kind"] == "image"),
        (("--followed",), lambda link: link["followed"] is True),
        (("--not-followed",), lambda link: link["followed"] is False),
        (("--anchor", "garden"), lambda link: "garden" in (link["anchor"] or "").lower()),
        (("--reporter", "moz"), lambda link: "moz" in link["sources"]),
        (("--since", "2026-06-01"), lambda link: link["first_seen"] >= "2026-06-01"),
        (("--until", "2026-05-31"), lambda link: link["first_seen"] < "2026-06-01"),
    ],
)
def test_a_filter_keeps_exactly_the_links_it_names(
    trip: Any, option: tuple[str, ...], holds: Callable[[dict[str, Any]], bool]
) -> None:
    client = trip.world.client
    every = trip("links", client, "--limit", 0, "--order", "source", "--json").document
    kept = trip("links", client, "--limit", 0, "--order", "source", *option, "--json").document
    assert kept == [link for link in every if holds(link)]
    assert 0 < len(kept) < len(every)


def test_what_a_crawl_saw_removed_is_lost_for_the_reason_that_is_true(trip: Any) -> None:
    rival = trip.world.competitors[1]  # in no export: only archives tell of it
    lost = trip("links", rival, "--state", "lost", "--json").document
    assert {(one["source_url"], one["target_url"], one["lost_reason"]) for one in lost} == {
        (b.link.source_url, b.link.target_url, b.lost_reason.value)
        for b in trip.world.to(rival)
        if b.lost_reason
    }
    assert lost


def test_links_can_be_asked_of_one_source_and_to_one_page(trip: Any) -> None:
    client = trip.world.client
    every = trip("links", client, "--limit", 0, "--json").document
    one = every[0]
    from_it = trip("links", client, "--source", one["source_domain"], "--limit", 0, "--json")
    assert {link["source_domain"] for link in from_it.document} == {one["source_domain"]}
    to_it = trip("links", client, "--target", one["target_url"], "--limit", 0, "--json")
    assert {link["target_url"] for link in to_it.document} == {one["target_url"]}
    shop = f"https://www.{client}/shop/"
    below = trip("links", client, "--target", shop + "*", "--limit", 0, "--json").document
    assert len(below) == sum(link["target_url"].startswith(shop) for link in every)
    assert below


def test_links_are_ordered_as_asked(trip: Any) -> None:
    def order(word: str) -> list[dict[str, Any]]:
        found = trip("links", trip.world.client, "--limit", 0, "--order", word, "--json")
        return found.document  # type: ignore[no-any-return]

    newest = [link["first_seen"] for link in order("newest")]
    assert newest == sorted(newest, reverse=True)
    sources = [link["source_url"] for link in order("source")]
    assert sources == sorted(sources)
    best = [
        (link["state"] == "live", -1.0 if link["quality"] is None else link["quality"])
        for link in order("quality")
    ]
    assert best == sorted(best, reverse=True)


def test_every_form_of_output_holds_the_same_links(trip: Any, tmp_path: Path) -> None:
    ask = ("links", trip.world.client, "--limit", 0)
    asked = trip(*ask, "--json").document
    urls = [link["source_url"] for link in asked]
    lines = trip(*ask, "--nl").out.splitlines()
    assert [json.loads(line) for line in lines] == asked
    assert [row["source_url"] for row in read_csv(trip(*ask, "--csv").out)] == urls
    for ending in ("csv", "json", "nl", "parquet", "xlsx"):
        answer = trip(*ask, "-o", tmp_path / f"out.{ending}")
        assert (answer.code, answer.out) == (0, "")
        assert f"{len(asked):,} rows written" in answer.err
    assert json.loads((tmp_path / "out.json").read_text("utf-8")) == asked
    assert pq.read_table(tmp_path / "out.parquet")["source_url"].to_pylist() == urls
    written = read_csv((tmp_path / "out.csv").read_text("utf-8"))
    assert [row["source_url"] for row in written] == urls
    with ZipFile(tmp_path / "out.xlsx") as book:
        assert book.read("xl/worksheets/sheet1.xml").count(b"<row ") == len(asked) + 1


def test_authority_is_told_in_the_order_asked_and_unknown_is_null(trip: Any) -> None:
    asked = [trip.world.client, "never-heard-of.example", f"www.{trip.world.competitors[0]}"]
    told = trip("authority", *asked, "--json").document
    assert [one["domain"] for one in told] == asked
    assert told[1]["note"] == "not in the graph that was measured"
    # The little web is too small for trust: counts are told, points are not.
    for one in (told[0], told[2]):
        assert one["authority"] is one["authority_low"] is one["authority_high"] is None
        assert one["note"] == "too little data for authority"
        assert one["referring_domains"] > 0


def test_a_profile_page_stands_alone(trip: Any, tmp_path: Path) -> None:
    page = tmp_path / "deep" / "page.html"
    answer = trip("profile", trip.world.client, "--html", page, "--json")
    assert answer.document["domain"] == trip.world.client
    text = page.read_text("utf-8")
    assert text.lstrip().lower().startswith("<!doctype html>")
    assert trip.world.client in text
    for fetched in (
        "<script src",
        '<link rel="stylesheet"',
        "@import",
        "url(http",
        '<img src="http',
    ):
        assert fetched not in text


def test_a_profile_as_of_an_earlier_day_knows_less(trip: Any) -> None:
    now = trip("profile", trip.world.client, "--json").document
    then = trip("profile", trip.world.client, "--as-of", "2026-01-01", "--json").document
    assert then["as_of"] == "2026-01-01"
    assert 0 < then["backlinks"] < now["backlinks"]


@pytest.mark.parametrize(
    "words", ["links {c}", "profile {c}", "authority {c}", "site list", "index info", "config"]
)
def test_people_get_a_table(trip: Any, words: str) -> None:
    answer = trip(*words.format(c=trip.world.client).split())
    assert answer.code == 0
    assert "─" in answer.out


def test_the_index_is_well_and_compacting_it_changes_no_answer(
    trip: Any, cli: Any, tmp_path: Path
) -> None:
    def here(*words: object) -> Any:
        return cli("--workspace", tmp_path, *words)

    for part in ("warc/crawl-2025-q2*", "warc/crawl-2026-q4*", "exports/*semrush*"):
        assert here("ingest", *trip.web.glob(part)).code == 0
    ask = ("links", trip.world.client, "--limit", 0, "--order", "source", "--json")
    before = here(*ask).document
    assert here("index", "verify", "--json").document == []
    done = here("index", "compact", "--json").document
    assert done["segments_before"] >= done["segments_after"] == 1
    assert here("index", "verify", "--json").document == []
    assert here(*ask).document == before
    assert here("index", "info", "--json").document["snapshot"] == done["snapshot"]


def test_a_flipped_bit_is_found_and_said(trip: Any, cli: Any, tmp_path: Path) -> None:
    export = next(file.path for file in trip.files if file.format == "semrush")
    assert cli("--workspace", tmp_path, "ingest", export).code == 0
    victim = max((tmp_path / "index").rglob("*.parquet"), key=lambda path: path.stat().st_size)
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.write_bytes(data)
    answer = cli("--workspace", tmp_path, "index", "verify", "--json")
    assert answer.code == 1
    faults = json.loads(answer.out)
    assert any(victim.name in fault["file"] for fault in faults)
    assert all(fault["sentence"] for fault in faults)


def test_doctor_finds_a_good_workspace_well(trip: Any) -> None:
    findings = trip("doctor", "--json").document
    assert all(finding["is_well"] for finding in findings)
    assert any(trip.ingested["snapshot"] in finding["sentence"] for finding in findings)


def test_doctor_says_what_is_wrong(cli: Any, tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("in the way", "utf-8")
    answer = cli("--workspace", place, "doctor", "--json")
    assert answer.code == 1
    wrong = [finding for finding in json.loads(answer.out) if not finding["is_well"]]
    assert "workspace" in {finding["what"] for finding in wrong}


def test_config_shows_typed_values_and_no_secret(
    trip: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKLINKBOT_WORKERS", "3")
    monkeypatch.setenv("BACKLINKBOT_DATABASE_URL", "postgresql://user:secret@host/name")
    answer = trip("config", "--json")
    assert answer.document["workers"] == 3
    assert answer.document["workspace"] == str(trip.workspace)
    assert "secret" not in answer.out


def test_the_demo_goes_the_whole_way(cli: Any, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    answer = cli("demo", "--folder", folder, "--sites", 60, "--json")
    told = answer.document
    given = [path for path in (folder / "web").rglob("*.*") if path.name != "trusted.txt"]
    needs_mapping = [path for path in given if "other-tool" in path.name]
    assert told["files_read"] == len(given) - len(needs_mapping)
    assert all("--map" in reason for reason in told["left_out"] if "other-tool" in reason)
    assert told["backlinks"] > 0
    client = told["client"]
    assert client["quality"]["medium"] > 0
    assert client["quality"]["weak"] > 0
    # Sixty sites are too few for trust: authority is not known, and nothing is called strong.
    assert (client["authority"], client["quality"]["strong"]) == (None, 0)
    assert client["authority_note"] == "too little data for authority"
    assert told["client"]["findings"]
    assert len(told["rivals"]) == 2
    assert all(Path(place).exists() for place in told["written"])
    assert cli("demo", "--folder", folder, "--sites", 60, "--json").code == 0  # it replaces its own


def test_the_program_itself_goes_the_way_as_a_process(trip: Any, tmp_path: Path) -> None:
    def program(*words: str, entry: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "backlinkbot", "--workspace", str(tmp_path / "w"), *words],
            input=entry, capture_output=True, text=True, check=False, timeout=120,
            env={**os.environ, "PYTHONPATH": str(SRC), "PYTHONWARNINGS": "error"},
        )  # fmt: skip

    archive = next(str(file.path) for file in trip.files if file.format == "warc")
    done = program("ingest", archive, "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    links = program("links", trip.world.client, "--nl")
    assert links.returncode == 0, links.stderr
    assert all(json.loads(line)["sources"] == ["warc"] for line in links.stdout.splitlines())
    export = next(file.path for file in trip.files if file.format == "semrush")
    piped = program("ingest", "-", "--json", entry=export.read_text("utf-8"))
    assert json.loads(piped.stdout)["links"] > document["links"], piped.stderr
    assert program("links", "no domain").returncode == 2


def test_a_reader_that_has_had_enough_is_no_error(trip: Any) -> None:
    command = [sys.executable, "-m", "backlinkbot", "--workspace", str(trip.workspace)]
    with subprocess.Popen(
        [*command, "links", trip.world.client, "--limit", "0", "--csv"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(SRC)},
    ) as program:  # fmt: skip
        assert program.stdout is not None
        assert program.stderr is not None
        assert program.stdout.readline().startswith("source_url,")
        program.stdout.close()
        assert program.wait(60) == 0
        assert "Traceback" not in program.stderr.read()
