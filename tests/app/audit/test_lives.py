"""How the audit learns from the index that a site was away and came back as another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import isnan
from typing import Any

import pyarrow as pa
import pytest

from backlinkbot.app.audit.taking import case_of
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.audit import Advice
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.progress import Silent
from backlinkbot.logic.judge.audit.judging import judged
from backlinkbot.logic.judge.signals.markers import markers

BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
OLD, NEW = [f"old{n}.example" for n in range(6)], [f"new{n}.example" for n in range(6)]


def read(
    workspace: Workspace, day: int, pages: dict[str, list[str]], failed: tuple[str, ...] = ()
) -> None:
    """Put pages into the index as they were read whole on a day: where each links.

    `failed`: pages that answered with an error then.
    """
    seen = BEGIN + timedelta(days=day)
    told = {"reporter": "warc", "evidence": f"warc@{day}"}
    page_rows: list[dict[str, Any]] = [
        {"url": f"https://{page}", "domain": page.partition("/")[0], "status": 503}
        | {"fetched_at": seen}
        | told
        for page in failed
    ]
    link_rows: list[dict[str, Any]] = []
    for page, targets in pages.items():
        domain = page.partition("/")[0]
        url = f"https://{page}"
        page_rows.append(
            {"url": url, "domain": domain, "status": 200, "fetched_at": seen}
            | {"external_links": len(targets), "text": "words"}
            | told
        )
        link_rows += [
            {"source_url": url, "source_domain": domain, "target_url": f"https://{target}/"}
            | {"target_domain": target, "occurrence": 0, "anchor": "a", "kind": "text"}
            | {"followed": True, "seen_at": seen}
            | told
            for target in targets
        ]
    with workspace.index.begin() as draft:
        for kind, schema, rows in (
            (FactKind.LINKS, columns.link_facts(), link_rows),
            (FactKind.PAGES, columns.page_facts(), page_rows),
        ):
            draft.add(Facts(kind, pa.RecordBatch.from_pylist(rows, schema=schema)))
        draft.publish(seen)


def others(count: int = 6) -> dict[str, list[str]]:
    """Sites that are read in every round."""
    return {f"z{n}.example/": ["shop.example"] for n in range(count)}


def back(workspace: Workspace) -> tuple[float, float]:
    """Of the site that was away: how much changed, and how clearly the marker speaks."""
    case, _ = case_of(workspace, "shop.example", (), Silent())
    suspects = case.suspects()
    row = suspects.domains.to_pylist().index("a.example")
    lives = {one["domain"]: one for one in suspects.facts.lives.to_pylist()}
    changed = lives["a.example"]["changed"]
    strength = markers["expired-domain-back"].find(suspects).strength[row]
    return (float("nan") if changed is None else changed), float(strength)


def test_a_domain_that_came_back_after_a_year_with_other_links_speaks(workspace: Workspace) -> None:
    read(workspace, 0, others() | {"a.example/": OLD})
    read(workspace, 150, others())
    read(workspace, 300, others(), failed=("a.example/",))
    read(workspace, 450, others() | {"a.example/": [*NEW, "shop.example"]})
    assert back(workspace) == (1, 1)


def test_a_front_page_that_was_only_not_read_says_little_and_is_kept(workspace: Workspace) -> None:
    papers = [f"paper{n}.example" for n in range(8)]
    old, new = ([f"{age}{n}.example" for n in range(20)] for age in ("story", "today"))
    first = {f"{name}/": [f"{name[:6]}-{one}" for one in old] for name in papers}
    last = {f"{name}/": [*(f"{name[:6]}-{one}" for one in new), "shop.example"] for name in papers}
    read(workspace, 0, others() | first | {"a.example/": OLD})
    read(workspace, 150, others())
    read(workspace, 300, others())
    read(workspace, 450, others() | last | {"a.example/": [*NEW, "shop.example"]})
    changed, strength = back(workspace)
    assert changed == 1
    assert strength == pytest.approx(0.2)
    case, _ = case_of(workspace, "shop.example", (), Silent())
    verdicts = {one.unit: one.verdict for one in judged(case).domains}
    assert {verdicts[name] for name in papers} == {Advice.KEEP}


def test_an_address_that_every_site_has_does_not_hide_a_new_owner(workspace: Workspace) -> None:
    read(workspace, 0, others() | {"a.example/": OLD, "a.example/wp-login.php": []})
    read(workspace, 150, others())
    read(workspace, 300, others(), failed=("a.example/",))
    came = {"a.example/": [*NEW, "shop.example"], "a.example/wp-login.php": []}
    read(workspace, 450, others() | came)
    assert back(workspace) == (1, 1)


def test_one_old_page_among_several_that_are_gone_does_not_either(workspace: Workspace) -> None:
    pages: dict[str, list[str]] = {f"a.example/{n}": [] for n in range(4)}
    read(workspace, 0, others() | {"a.example/": OLD} | pages)
    read(workspace, 150, others())
    read(workspace, 300, others(), failed=("a.example/",))
    came = {"a.example/": [*NEW, "shop.example"], "a.example/0": []}
    read(workspace, 450, others() | came, failed=tuple(pages)[1:])
    assert back(workspace) == (1, 1)


def test_a_site_whose_own_pages_answer_again_is_the_same(workspace: Workspace) -> None:
    read(workspace, 0, others() | {"a.example/": OLD, "a.example/1": []})
    read(workspace, 150, others())
    read(workspace, 300, others(), failed=("a.example/",))
    read(workspace, 450, others() | {"a.example/": [*NEW, "shop.example"], "a.example/1": []})
    assert back(workspace) == (0, 0)


def test_a_site_whose_links_stand_again_does_not(workspace: Workspace) -> None:
    read(workspace, 0, others() | {"a.example/": OLD})
    read(workspace, 150, others())
    read(workspace, 300, others())
    read(workspace, 450, others() | {"a.example/": [*OLD, "shop.example"]})
    changed, strength = back(workspace)
    assert (changed, strength) == (pytest.approx(0), 0)


def test_a_site_of_which_other_pages_were_read_does_not(workspace: Workspace) -> None:
    read(workspace, 0, others() | {"a.example/1": OLD})
    read(workspace, 150, others())
    read(workspace, 300, others())
    read(workspace, 450, others() | {"a.example/2": [*NEW, "shop.example"]})
    changed, strength = back(workspace)
    assert (changed, strength) == (0, 0)


def test_where_few_links_were_known_before_nothing_is_said(workspace: Workspace) -> None:
    read(workspace, 0, others() | {"a.example/": OLD[:2]})
    read(workspace, 150, others())
    read(workspace, 300, others())
    read(workspace, 450, others() | {"a.example/": [*NEW, "shop.example"]})
    changed, strength = back(workspace)
    assert isnan(changed)
    assert isnan(strength)
