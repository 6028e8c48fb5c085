"""The last audit is shown again as it was told, with today's decisions."""

from __future__ import annotations

from pathlib import Path

import pytest

from backlinkbot.app.audit import audit, last_audit
from backlinkbot.app.decisions import decide
from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.errors import NotFound


def test_the_last_audit_is_kept_whole_and_knows_what_was_decided_since(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "l.csv"
    path.write_text("source_url,target_url,anchor\nhttps://b.com/1,https://a.com/,A\n", "utf-8")
    ingest(workspace, [str(path)], IngestOptions())
    with pytest.raises(NotFound, match=r"a\.com was not audited yet"):
        last_audit(workspace, "a.com")
    told = audit(workspace, "a.com").as_document()
    assert last_audit(workspace, "https://www.a.com/") == told
    decide(workspace, "a.com", "b.com", "remove", by="Ann")
    assert [one["decision"] for one in last_audit(workspace, "a.com")["domains"]] == ["remove"]
    decide(workspace, "a.com", "b.com", "undo", by="Ann")
    assert last_audit(workspace, "a.com") == told
