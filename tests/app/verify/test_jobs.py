"""What a job says of its looks: pages and links each by their name, losses only once."""

from __future__ import annotations

import pytest
from looked_world import SITE, START, World
from virtual_hosts import Answer

from backlinkbot.app.verify import jobs
from backlinkbot.core.progress import Silent
from backlinkbot.core.verifying import Check, Due, Standing, Verified, VerifyPlan

ANSWER = Answer(b"", 404)


def run_of(
    monkeypatch: pytest.MonkeyPatch,
    world: World,
    pages: int,
    standings: list[Standing],
    **told: int,
) -> str:
    """What the job says of a run of so many pages whose links stand so."""
    found = Verified(
        (SITE,),
        VerifyPlan(),
        tuple(Due(f"http://b{n}.example/", 1, START, "") for n in range(pages)),
        told.pop("left", 0),
        tuple(
            Check(SITE, f"http://b{n}.example/", f"https://{SITE}/", 0, standing, START)
            for n, standing in enumerate(standings)
        ),
        **told,
    )
    monkeypatch.setattr(jobs, "verify", lambda *_: found)
    return str(jobs.run(world.workspace, {}, Silent())["sentence"])


def test_links_are_called_links_and_losses_known_before_are_told_apart(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    standings = [Standing.LOST] * 16 + [Standing.UNREACHABLE] * 12
    assert run_of(monkeypatch, world, 27, standings) == (
        "27 pages looked at, 0 links newly lost. Of 28 links: 16 lost before, 12 unreachable."
    )
    assert run_of(monkeypatch, world, 27, standings, lost_now=1, left=1_200) == (
        "27 pages looked at, 1 link newly lost. "
        "Of 28 links: 1 newly lost, 15 lost before, 12 unreachable. 1,200 pages are left."
    )


def test_one_is_said_as_one_and_nothing_as_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_of(monkeypatch, world, 1, [Standing.THERE], left=1) == (
        "1 page looked at, 0 links newly lost. Of 1 link: 1 there. 1 page is left."
    )
    assert run_of(monkeypatch, world, 0, []) == "Nothing was due: 0 pages looked at."


def test_a_link_that_was_lost_before_is_not_lost_again(world: World) -> None:
    page = "http://blog.example/teas"
    world.know(page)
    world.say(page, ANSWER)
    assert [world.look(hours=hours).lost_now for hours in (0, 24, 24)] == [0, 1, 0]
