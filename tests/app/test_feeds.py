"""A site's feed is Atom, and nothing of the web breaks out of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from databases import Databases

from backlinkbot.app.audit import audit
from backlinkbot.app.audit.last import last_audit
from backlinkbot.app.feeds import ATOM, feed
from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import NotFound

HOSTILE = "]]></title><script>alert(1)</script>&\u202e"


@pytest.fixture
def workspace(databases: Databases, tmp_path: Path, fixed_clock: FixedClock) -> Iterator[Workspace]:
    (tmp_path / "links.csv").write_text(
        "source_url,target_url,anchor,first_seen,last_seen\n"
        f'https://a.example/?x=1&y=2,https://we.example/,"{HOSTILE}",2026-10-20,2026-10-30\n'
        "https://b.example/old,https://we.example/,old,2026-01-20,2026-10-30\n",
        "utf-8",
    )
    with Workspace(databases.settings(tmp_path / "w", workers=1), fixed_clock) as opened:
        ingest(opened, [str(tmp_path / "links.csv")], IngestOptions(source="me"))
        yield opened


def entries(text: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(text)  # noqa: S314 - our own document
    assert root.tag == f"{{{ATOM}}}feed"
    for one in (root, *root.findall(f"{{{ATOM}}}entry")):  # what RFC 4287 asks of each
        for name in ("id", "title", "updated"):
            assert (one.findtext(f"{{{ATOM}}}{name}") or "").strip(), name
        updated = one.findtext(f"{{{ATOM}}}updated") or ""
        assert datetime.fromisoformat(updated).tzinfo
    return root.findall(f"{{{ATOM}}}entry")


def test_a_new_link_and_an_audit_are_told_the_newest_first(workspace: Workspace) -> None:
    audit(workspace, "we.example")
    told = entries(feed(workspace, "we.example", here="https://app.example/feed.atom"))
    titles = [one.findtext(f"{{{ATOM}}}title") for one in told]
    assert titles[0] == "Audit"
    assert (
        told[0].findtext(f"{{{ATOM}}}summary")
        == last_audit(workspace, "we.example")["summary"]["sentence"]
    )
    updated = [one.findtext(f"{{{ATOM}}}updated") or "" for one in told]
    assert updated == sorted(updated, reverse=True)
    ids = [one.findtext(f"{{{ATOM}}}id") for one in told]
    assert len(ids) == len(set(ids))
    assert feed(workspace, "we.example") == feed(workspace, "we.example")


def test_hostile_anchors_are_text(workspace: Workspace) -> None:
    told = entries(feed(workspace, "we.example"))
    (link,) = [one for one in told if "a.example" in (one.findtext(f"{{{ATOM}}}title") or "")]
    assert "<script>alert(1)</script>" in (link.findtext(f"{{{ATOM}}}title") or "")
    assert "\u202e" not in feed(workspace, "we.example")
    found = link.find(f"{{{ATOM}}}link")
    assert found is not None
    assert found.attrib["href"] == "https://a.example/?x=1&y=2"


def test_a_site_that_nobody_knows_has_no_feed(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        feed(workspace, "nobody.example")
