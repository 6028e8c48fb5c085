"""How the authority of a site moved, worked out once for each release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.app.test_releases import ladder, put

from backlinkbot.app import standings
from backlinkbot.app.standings import authority_change
from backlinkbot.core.errors import Broken

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace


def test_a_change_is_told_and_not_worked_out_again(
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert authority_change(workspace, "site150.org") is None
    put(workspace, 8, ladder())
    assert authority_change(workspace, "site150.org") is None
    put(workspace, 9, ladder(site150_org=60.0))
    found = authority_change(workspace, "site150.org")
    assert found is not None
    assert found > 20

    def again(*_: object) -> None:
        raise Broken("it was worked out again")

    monkeypatch.setattr(standings, "history", again)
    assert authority_change(workspace, "site150.org") == found
    with pytest.raises(Broken):
        authority_change(workspace, "site3.org")


def test_a_new_release_is_a_new_question(workspace: Workspace) -> None:
    put(workspace, 8, ladder())
    put(workspace, 9, ladder(site150_org=60.0))
    assert authority_change(workspace, "site150.org")
    put(workspace, 10, ladder(site150_org=60.0))
    assert authority_change(workspace, "site150.org") == pytest.approx(0, abs=1)
