"""A case for each reason why a link is lost: suspected at first, lost when looks repeat it."""

from __future__ import annotations

from looked_world import TARGET, World, article, to

from backlinkbot.core.nouns import LostReason
from backlinkbot.core.verifying import Standing

PAGE = "http://blog.example/teas"


def test_a_link_that_is_there_stays(world: World) -> None:
    world.know(PAGE)
    world.say(PAGE, article(to()))
    check = world.one()
    assert check.standing is Standing.THERE
    assert world.known()[0]["state"] == "live"
    assert world.known()[0]["last_seen"] == world.now.replace(microsecond=0)


def test_one_taken_out_of_the_page_is_lost_after_two_looks(world: World) -> None:
    world.know(PAGE)
    world.say(PAGE, article())
    first = world.one()
    assert (first.standing, first.reason) == (
        Standing.SUSPECTED,
        LostReason.REMOVED_FROM_HTML,
    )
    assert world.known()[0]["state"] == "live"
    second = world.one(hours=24)
    assert second.standing is Standing.LOST
    (link,) = world.known()
    assert (link["state"], link["lost_reason"]) == ("lost", "removed_from_html")
    assert link["lost_on"] == world.looks[0].links[0].gone_at.replace(microsecond=0)
    assert link["target_url"] == TARGET
