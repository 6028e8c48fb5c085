"""Which page of ours each prospect is asked to link; with history, and never set by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backlinkbot.app.prospects.changing import Changed, change
from backlinkbot.core.prospects import ChangeKind
from backlinkbot.core.urls.own_page import own_page
from backlinkbot.io.state.approvals import waiting_messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.access import Principal
    from backlinkbot.core.prospects import Prospect


def aim_prospects(
    workspace: Workspace, numbers: Sequence[int], page: str, *, by: Principal
) -> Changed:
    """Say which page of ours prospects are asked to link; empty: the one that their campaign says.

    Messages that were approved before keep their words.

    Raises:
        NotFound: no such prospect.
        BadInput: it is no page of the site that one of them is a prospect of.
    """

    def make(one: Prospect) -> Prospect:
        return replace(one, target=own_page(one.site, page))

    return change(workspace, numbers, ChangeKind.TARGET, make, by=by)


def words_kept(workspace: Workspace, done: Changed) -> int:
    """How many messages to these prospects were approved and have not gone: they stay as they are.

    To have them ask for another page, halt the campaign or take the prospect out of it.
    """
    numbers = {one.number for one in done.prospects}
    with workspace.state.reading() as connection:
        waiting = waiting_messages(connection)
    return sum(one.prospect in numbers and not one.answers for one in waiting)
