"""Ways to look at a list, saved under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backlinkbot.app.filters import list_filters, remove_filter, save_filter
from backlinkbot.core.errors import BadInput, NotFound

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace


def names(workspace: Workspace, of: str = "backlinks") -> list[str]:
    return [one.name for one in list_filters(workspace, "acme.example", of)]


def test_a_filter_is_saved_by_name_for_one_list_of_one_site(workspace: Workspace) -> None:
    save_filter(workspace, "acme.example", "backlinks", " Live  ones ", "status=live", "Ann")
    save_filter(workspace, "acme.example", "backlinks", "Lost", "status=lost", "Ann")
    assert names(workspace) == ["Live ones", "Lost"]
    assert names(workspace, "anchors") == []
    assert list_filters(workspace, "other.example", "backlinks") == []


def test_the_last_one_of_a_name_counts(workspace: Workspace) -> None:
    for query in ("status=live", "status=new"):
        save_filter(workspace, "acme.example", "backlinks", "Mine", query, "Ann")
    (one,) = list_filters(workspace, "acme.example", "backlinks")
    assert (one.query, one.by) == ("status=new", "Ann")


def test_a_removed_filter_is_given_back_once(workspace: Workspace) -> None:
    save_filter(workspace, "acme.example", "backlinks", "Mine", "status=live", "Ann")
    gone = remove_filter(workspace, "acme.example", "backlinks", "Mine")
    assert gone.query == "status=live"
    with pytest.raises(NotFound):
        remove_filter(workspace, "acme.example", "backlinks", "Mine")


@pytest.mark.parametrize(("name", "query"), [("", "a=b"), ("x" * 81, "a=b"), ("x", "q" * 8_001)])
def test_names_and_queries_have_limits(workspace: Workspace, name: str, query: str) -> None:
    with pytest.raises(BadInput):
        save_filter(workspace, "acme.example", "backlinks", name, query, "Ann")
