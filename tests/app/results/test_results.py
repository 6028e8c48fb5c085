"""The verb results: files in, an answer out, joined with the links of the index."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pyarrow as pa
import pytest

from backlinkbot.app.results import (
    ImportOptions,
    forget_import,
    import_results,
    results_of,
    run,
)
from backlinkbot.app.sites import add_site
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.nouns import Site
from backlinkbot.core.progress import Silent
from backlinkbot.core.results import Certainty, Worked

SITE = "acme.example"
GA4 = """\
Session source / medium,Landing page,Date,Sessions,Key events,Total revenue (EUR)
news.example / referral,/a,20260103,10,2,100
blog.example / referral,/b,20260104,5,0,0
unseen.example / referral,/b,20260104,3,1,7
google / organic,/a,20260104,50,1,20
news.example / referral,/a,20260110,4,0,0
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "ga4.csv"
    path.write_text(GA4, "utf-8")
    return path


def link(source: str, target: str, **told: Any) -> dict[str, Any]:
    return {
        "source_url": source,
        "source_domain": source.split("/")[2],
        "target_url": f"https://{SITE}{target}",
        "target_domain": SITE,
        "occurrence": 0,
        "anchor": "Acme",
        "kind": "text",
        "placement": "content",
        "followed": True,
        "seen_at": datetime(2026, 1, 2, tzinfo=UTC),
        "reporter": "warc",
        "evidence": "a.warc.gz@1",
        **told,
    }


def publish(workspace: Workspace, rows: list[dict[str, Any]]) -> None:
    workspace.write()
    with workspace.index.begin() as draft:
        batch = pa.RecordBatch.from_pylist(rows, schema=columns.link_facts())
        draft.add(Facts(FactKind.LINKS, batch))
        draft.publish(workspace.clock.now())
    workspace.index.refresh()


def test_visits_are_given_to_domains_and_links(workspace: Workspace, export: Path) -> None:
    rows = [link("https://news.example/post", "/a"), link("https://blog.example/x", "/b"),
            link("https://blog.example/y", "/b")]  # fmt: skip
    publish(workspace, rows)
    import_results(workspace, [str(export)], SITE)
    found = results_of(workspace, SITE, date(2026, 1, 1), date(2026, 1, 31))
    assert found.total.visits == 22
    assert (found.total.goals, dict(found.total.revenue)) == (3.0, {"EUR": 107.0})
    assert [(one.domain, one.sums.visits, one.links) for one in found.by_domain] == [
        ("news.example", 14, 1), ("blog.example", 5, 2), ("unseen.example", 3, 0),
    ]  # fmt: skip
    best = found.by_link[0]
    assert (best.source_url, best.sums.visits) == ("https://news.example/post", 14)
    assert best.certainty is Certainty.ONLY
    assert {one.certainty for one in found.by_link[1:]} == {Certainty.SHARED}
    assert found.unplaced == 3
    assert found.channels == {"search": 50.0, "referral": 22.0}
    assert found.snapshot
    assert "22 visits and 3 goals, worth 107.00 EUR" in found.sentence


def test_weeks_and_the_period_before(workspace: Workspace, export: Path) -> None:
    import_results(workspace, [str(export)], SITE)
    found = results_of(workspace, SITE, date(2026, 1, 8), date(2026, 1, 10))
    assert found.total.visits == 4
    assert found.before is not None
    assert found.before.visits == 0
    whole = results_of(workspace, SITE)
    assert [(one.week, one.referral_visits) for one in whole.weeks] == [
        (date(2025, 12, 29), 18.0), (date(2026, 1, 5), 4.0),
    ]  # fmt: skip
    assert whole.before is None  # nobody tells of the days before


def test_a_part_of_a_period_is_compared_with_the_same_part_before(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "gsc.csv"
    rows = [f"2026-01-{on:02d},10,90,0.1,5" for on in range(1, 26)]
    path.write_text("date,clicks,impressions,ctr,position\n" + "\n".join(rows) + "\n", "utf-8")
    import_results(workspace, [str(path)], SITE)
    found = results_of(workspace, SITE, date(2026, 1, 16), date(2026, 1, 30))  # five are not told
    assert (found.search_clicks, found.search_clicks_before) == (100, 100)
    assert results_of(workspace, SITE, date(2026, 1, 6), date(2026, 1, 20)).search_clicks == 150
    earlier = results_of(workspace, SITE, date(2026, 1, 6), date(2026, 1, 20)).search_clicks_before
    assert earlier is None  # its first days are told by nobody


def test_the_same_file_again_changes_nothing(workspace: Workspace, export: Path) -> None:
    import_results(workspace, [str(export)], SITE)
    before = results_of(workspace, SITE).as_document()
    again = import_results(workspace, [str(export)], SITE)
    assert again.files[0].already_known
    assert "1 known before" in again.sentence
    assert results_of(workspace, SITE).as_document() == before


def test_a_file_that_cannot_be_used_does_not_keep_the_others_out(
    workspace: Workspace, export: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("Filter,Value\nx,y\n", "utf-8")
    found = import_results(workspace, [str(bad), str(export)], SITE)
    assert sorted(bool(one.error) for one in found.files) == [False, True]
    with pytest.raises(BadInput, match="columns Filter, Value"):
        import_results(workspace, [str(bad)], SITE)


def test_what_could_not_be_read_is_written_row_by_row(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "ga4.csv"
    path.write_text(GA4 + "=cmd(),/,2026xx,1,0,0\n", "utf-8")
    (found,) = import_results(workspace, [str(path)], SITE).files
    assert found.rejects == {"day that cannot be read": 1}
    assert f"{path}:7" in Path(found.rejects_file).read_text("utf-8")


def test_the_reports_of_a_zip_have_the_days_of_its_chart(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "Performance.zip"
    head = "Clicks,Impressions,CTR,Position"
    with ZipFile(path, "w") as packed:
        packed.writestr("Pages.csv", f"Top pages,{head}\nhttps://{SITE}/a,40,900,4%,5.6\n")
        packed.writestr("Chart.csv", f"Date,{head}\n2026-01-03,40,900,4%,5\n2026-01-04,2,9,4%,5\n")
        packed.writestr("Queries.csv", f"Top queries,{head}\nacme,40,900,4%,5.6\n")
    found = {Path(one.path).name: one for one in import_results(workspace, [str(path)], SITE).files}
    assert (found["Pages.csv"].since, found["Pages.csv"].until) == (
        date(2026, 1, 3), date(2026, 1, 4),
    )  # fmt: skip
    assert not found["Queries.csv"].error
    assert "passed over" in found["Queries.csv"].notes[0]
    assert results_of(workspace, SITE).search_clicks == 42


def test_two_sources_are_never_added(workspace: Workspace, export: Path, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_text(
        '10.0.0.1 - - [03/Jan/2026:10:00:00 +0000] "GET /a HTTP/1.1" 200 5 '
        '"https://news.example/post" "Mozilla/5.0 (X11; Linux x86_64) Firefox/120.0"\n'
    )
    import_results(workspace, [str(export), str(log)], SITE)
    found = results_of(workspace, SITE)
    assert found.total.visits == 22
    assert [(one.source, one.is_used) for one in found.sources] == [
        ("ga4", True), ("access-log", False),
    ]  # fmt: skip
    assert any("never added" in note for note in found.notes)


def test_visits_from_the_owners_other_domains_are_his_own(
    workspace: Workspace, export: Path
) -> None:
    workspace.write()
    add_site(workspace, Site(SITE, estate=("blog.example",)))
    (found,) = import_results(workspace, [str(export)], SITE).files
    assert found.left_out == {"visits that came from the site itself": 5}


def test_an_import_can_be_forgotten(workspace: Workspace, export: Path) -> None:
    import_results(workspace, [str(export)], SITE)
    forget_import(workspace, SITE, 1)
    with pytest.raises(NotFound, match="backlinkbot results import"):
        results_of(workspace, SITE)


def test_a_period_that_ends_before_it_begins_is_refused(workspace: Workspace, export: Path) -> None:
    import_results(workspace, [str(export)], SITE)
    with pytest.raises(BadInput, match="ends before"):
        results_of(workspace, SITE, date(2026, 2, 1), date(2026, 1, 1))
    with pytest.raises(BadInput, match="no domain"):
        results_of(workspace, "nothing")


def test_the_job_does_the_same_and_says_what_is_missing(workspace: Workspace, export: Path) -> None:
    done = run(workspace, {"places": [str(export)], "site": SITE}, Silent())
    assert done["sentence"].startswith("1 of 1 files")
    with pytest.raises(BadInput, match="'places'"):
        run(workspace, {"site": SITE}, Silent())
    with pytest.raises(BadInput, match="'site'"):
        run(workspace, {"places": ["x"]}, Silent())
    with pytest.raises(BadInput, match="options of an import"):
        run(workspace, {"places": ["x"], "site": SITE, "options": {"since": "soon"}}, Silent())


def test_a_currency_that_is_none_and_days_the_wrong_way_are_refused(
    workspace: Workspace, export: Path
) -> None:
    with pytest.raises(BadInput, match="no currency"):
        import_results(workspace, [str(export)], SITE, ImportOptions(currency="euro"))
    wrong = ImportOptions(date(2026, 2, 1), date(2026, 1, 1))
    with pytest.raises(BadInput, match="end before"):
        import_results(workspace, [str(export)], SITE, wrong)


def test_days_and_currency_are_told_where_the_file_does_not(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "matomo.csv"
    path.write_text("Label,Visits,Actions,Revenue\nnews.example,7,9,3\n", "utf-8")
    told = ImportOptions(date(2026, 1, 1), date(2026, 1, 31), "chf")
    import_results(workspace, [str(path)], SITE, told)
    found = results_of(workspace, SITE, date(2026, 1, 1), date(2026, 1, 31))
    assert dict(found.total.revenue) == {"CHF": 3.0}
    part = results_of(workspace, SITE, date(2026, 1, 5), date(2026, 1, 31))
    assert part.total.visits == 0
    assert any("more days than the period" in note for note in part.notes)


def by_page_and_day(lift: float) -> str:
    """Forty weeks of clicks of sixty pages, of which the first twenty gain a link in week 20."""
    rng = np.random.default_rng(7)
    rows = ["page,date,clicks,impressions,ctr,position"]
    begin = date(2025, 3, 3)  # a Monday
    for page in range(60):
        for on in range(40 * 7):
            more = 1 + lift if page < 20 and on >= 20 * 7 else 1
            clicks = rng.poisson(8 * more)
            rows.append(f"https://{SITE}/{page},{begin + timedelta(days=on)},{clicks},99,0.1,4")
    return "\n".join(rows) + "\n"


def with_links(workspace: Workspace) -> None:
    at = datetime(2025, 3, 3, tzinfo=UTC) + timedelta(weeks=20, days=2)
    publish(
        workspace,
        [
            link(f"https://s{n}.example/p", f"/{n}", first_seen=at, last_seen=at, seen_at=at,
                 reporter="ahrefs")
            for n in range(20)
        ]
        + [link("https://s.example/c", "/50", placement="comment", first_seen=at, last_seen=at,
                seen_at=at, reporter="ahrefs")],
    )  # fmt: skip


@pytest.mark.parametrize(("lift", "word"), [(0.5, Worked.LIKELY), (0.0, Worked.NONE_SEEN)])
def test_whether_the_links_worked_is_told_from_clicks_and_the_index(
    workspace: Workspace, tmp_path: Path, lift: float, word: Worked
) -> None:
    path = tmp_path / "gsc.csv"
    path.write_text(by_page_and_day(lift), "utf-8")
    import_results(workspace, [str(path)], SITE)
    with_links(workspace)
    found = results_of(workspace, SITE).effect
    assert found.word is word
    assert (found.outcome, found.gained, found.matched) == ("search clicks", 20, 20)
    assert found.change == pytest.approx(lift, abs=0.1)
    assert found.blind_spots


def test_without_clicks_by_page_and_day_it_is_unclear_and_says_what_would_tell(
    workspace: Workspace, export: Path
) -> None:
    import_results(workspace, [str(export)], SITE)
    effect = results_of(workspace, SITE).effect
    assert effect.word is Worked.UNCLEAR
    assert "whole weeks" in effect.sentence
