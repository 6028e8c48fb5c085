"""Clients are workspaces of their own: nothing of one is seen in another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backlinkbot.app.clients import add_client, client_folder, client_workspace, list_clients
from backlinkbot.app.decisions import decide, decisions
from backlinkbot.app.ingest import ingest
from backlinkbot.app.profile import links
from backlinkbot.app.sites import add_site, list_sites
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL, Client, Principal, Role
from backlinkbot.core.clock import DatedClock
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.core.nouns import Site
from backlinkbot.core.settings import Settings

EXPORT = "Source url,Target url,Anchor\nhttps://s1.example/,https://acme.example/,Acme\n"


@pytest.fixture
def root(database_url: str, tmp_path: Path) -> Iterator[Workspace]:
    settings = Settings(workspace=tmp_path / "root", workers=1, database_url=database_url)
    with Workspace(settings, DatedClock(datetime(2026, 11, 1, 12, tzinfo=UTC))) as opened:
        yield opened


def test_home_is_there_from_the_start_and_is_the_root_itself(root: Workspace) -> None:
    assert [one.slug for one in list_clients(root)] == ["home"]
    add_site(root, Site("ours.example"))
    with client_workspace(root, "home") as home:
        assert home.folder == root.folder
        assert [site.domain for site in list_sites(home)] == ["ours.example"]


def test_a_client_is_added_once(root: Workspace) -> None:
    assert add_client(root, "acme", " Acme  Corp ", by=LOCAL) == Client("acme", "Acme Corp")
    with pytest.raises(BadInput, match="there is a client acme already"):
        add_client(root, "acme", by=LOCAL)
    with pytest.raises(BadInput, match="there is a client home already"):
        add_client(root, "home", by=LOCAL)
    assert list_clients(root)[1:] == [Client("acme", "Acme Corp")]


@pytest.mark.parametrize(
    "slug",
    [
        "",
        ".",
        "..",
        "../x",
        "a/b",
        "a\\b",
        "A",
        "-a",
        "a-",
        "a_b",
        "ä",
        "x" * 41,
        "a\n",
        'a"b',
        "a b",
    ],
)
def test_a_slug_cannot_lead_elsewhere(root: Workspace, slug: str) -> None:
    if slug.strip() == "a":  # a newline around it is a slip of the hand
        assert add_client(root, slug, by=LOCAL).slug == "a"
        return
    with pytest.raises(BadInput, match="cannot name a client"):
        add_client(root, slug, by=LOCAL)
    with pytest.raises(NotFound):
        client_workspace(root, slug)


def test_only_an_owner_adds_clients(root: Workspace) -> None:
    with pytest.raises(Refused, match="only an owner"):
        add_client(root, "acme", by=Principal("ben@example.com", Role.MEMBER, ("home",)))
    assert len(list_clients(root)) == 1


def test_what_is_no_client_has_no_workspace(root: Workspace) -> None:
    with pytest.raises(NotFound, match="there is no client acme"):
        client_workspace(root, "acme")
    assert not client_folder(root, "acme").exists()


def test_nothing_of_one_client_is_seen_in_another(root: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(EXPORT, "utf-8")
    for slug in ("acme", "rival"):
        add_client(root, slug, by=LOCAL)
    with client_workspace(root, "acme") as acme, client_workspace(root, "rival") as rival:
        add_site(acme, Site("acme.example"))
        ingest(acme, [str(tmp_path / "a.csv")])
        decide(acme, "acme.example", "s1.example", "keep", by="Ann")
        assert links(acme, "acme.example").total == 1
        for other in (rival, root):
            assert list_sites(other) == []
            assert decisions(other, "acme.example").all == ()
            assert other.index.current() is None
            assert other.folder != acme.folder
        add_site(rival, Site("acme.example", "another's view"))
        assert [site.name for site in list_sites(acme)] == [""]


def test_who_may_come_in_is_kept_in_the_root_alone(root: Workspace) -> None:
    add_client(root, "acme", by=LOCAL)
    with client_workspace(root, "acme") as acme:
        assert [one.slug for one in list_clients(acme)] == ["home"]
